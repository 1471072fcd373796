import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../test/support/app.ts'
import { builtIn } from '../warehouse/workflows/built-in.ts'

interface Operation {
  operationId: string
  tags: string[]
  summary: string
  security: object[]
  responses: Record<string, { content?: Record<string, unknown> }>
  requestBody?: unknown
  'x-scope'?: 'ingest' | 'read' | 'admin'
}

type Entry = { method: string; path: string; operation: Operation }

let t: TestApp
let operations: Entry[]
beforeAll(async () => {
  t = await openTestApp()
  const document = (await t.app.inject('/openapi.json')).json()
  operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
})
afterAll(() => t.close())

/** Routes without a key. What a link or a download shows is signed: without its token there is nothing. */
const open = ['/health', '/ready', '/openapi.json', '/share/{token}', '/exports/{token}']

function ask({ method, path }: Entry, headers: Record<string, string> = {}) {
  return t.app.inject({ method: method as 'GET', url: path.replaceAll(/\{\w+\}/g, 'x'), headers })
}

test('every route but the open ones answers 401 without a key and with a wrong one', async () => {
  const closed = operations.filter(({ path }) => !open.includes(path))
  expect(closed.length).toBeGreaterThan(40)
  for (const entry of closed) {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { 'x-api-key': '' }] as Record<string, string>[]) {
      const response = await ask(entry, headers)
      expect([entry.path, response.statusCode, response.json().success]).toEqual([entry.path, 401, false])
    }
  }
  for (const entry of operations.filter(({ path }) => open.includes(path))) {
    expect((await ask(entry)).statusCode).toBe(entry.path.includes('{') ? 404 : 200)
  }
  expect((await t.app.inject('/docs')).statusCode).toBe(200)
})

test('each scope opens exactly the routes that stand in it; admin opens all', async () => {
  const keys: Record<string, string> = {}
  for (const scope of ['ingest', 'read', 'admin']) {
    const payload = { name: scope, scopes: [scope] }
    const created = await t.app.inject({ method: 'POST', url: '/v1/keys', headers: t.operator, payload })
    keys[scope] = created.json().key
  }
  const scoped = operations.filter(({ path }) => !open.includes(path))
  expect(new Set(scoped.map(({ operation }) => operation['x-scope']))).toEqual(new Set(['ingest', 'read', 'admin']))
  for (const entry of scoped) {
    for (const [scope, key] of Object.entries(keys)) {
      const { statusCode } = await ask(entry, { 'x-api-key': key })
      const allowed = scope === 'admin' || scope === entry.operation['x-scope']
      expect([entry.path, entry.method, scope, statusCode === 403]).toEqual([entry.path, entry.method, scope, !allowed])
    }
  }
})

test('every route that exists is described, with a summary, a tag, an id of its own, answers and problems', async () => {
  const registered = t.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .filter((line) => /\((GET|POST|DELETE|PUT|PATCH)/.test(line) && !line.includes('docs'))
  expect(registered.length).toBeGreaterThan(0)
  for (const workflow of builtIn.filter(({ route }) => route !== undefined)) {
    const entry = operations.find(({ path }) => path === workflow.route)
    expect(entry?.operation).toMatchObject({ operationId: `ingest-${workflow.slug}`, requestBody: { required: true } })
  }
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  for (const { path, operation } of operations) {
    expect(operation.summary).toBeTruthy()
    expect(operation.tags).toHaveLength(1)
    const statuses = Object.keys(operation.responses)
    expect(statuses.some((status) => status.startsWith('2'))).toBe(true)
    if (open.includes(path)) continue
    expect(statuses).toEqual(expect.arrayContaining(['401', '403', '429', '503']))
    for (const status of statuses.filter((code) => code >= '400')) {
      expect(Object.keys(operation.responses[status]?.content ?? {})).toEqual(['application/problem+json'])
    }
  }
})

test('problems are one shared schema, and every reference in the document leads somewhere', async () => {
  const document = (await t.app.inject('/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  const references = new Set(JSON.stringify(document).match(/"\$ref":"[^"]+"/g))
  for (const reference of references) {
    const pointer = JSON.parse(`{${reference}}`).$ref.slice(2).split('/')
    expect(pointer.reduce((at: Record<string, unknown>, key: string) => at?.[key], document)).toBeDefined()
  }
  expect([...references]).toContain('"$ref":"#/components/schemas/Problem"')
})
