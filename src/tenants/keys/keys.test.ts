import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATOR_KEY, openTestApp, type TestApp } from '../../../test/support/app.ts'
import { asOperator } from '../../db/database.ts'
import { createKey } from './create-key.ts'
import { isWellFormedKey, makeKey } from './key-format.ts'
import { openKeyRing } from './key-ring.ts'
import { operatorKey } from './operator-key.ts'
import { revokeKey } from './revoke-key.ts'

let t: TestApp
beforeAll(async () => {
  t = await openTestApp()
})
afterAll(() => t.close())

async function issue(payload: object): Promise<{ id: string; key: string }> {
  const response = await t.app.inject({ method: 'POST', url: '/v1/keys', headers: t.operator, payload })
  expect(response.statusCode).toBe(201)
  return response.json()
}

function ask(headers: Record<string, string>, url = '/v1/limits') {
  return t.app.inject({ url, headers })
}

test('an issued key is shown once, stored as a hash, and works in each of the three headers', async () => {
  const { id, key } = await issue({ name: 'clay', scopes: ['read'] })
  expect(isWellFormedKey(key)).toBe(true)
  for (const headers of [
    { authorization: `Bearer ${key}` },
    { authorization: `bearer ${key}` },
    { 'x-api-key': key },
    { authorization: `Basic ${Buffer.from(`anyone:${key}`).toString('base64')}` },
  ]) {
    expect((await ask(headers)).statusCode).toBe(200)
  }
  const listed = await ask(t.operator, '/v1/keys')
  const found = listed.json().keys.find((row: { id: string }) => row.id === id)
  expect(found).toMatchObject({ name: 'clay', prefix: 'galena_live_', last4: key.slice(-4), scopes: ['read'] })
  expect(listed.body).not.toContain(key)
  const dump = await t.db.pool.query('select k::text from public.api_keys k')
  expect(JSON.stringify(dump.rows)).not.toContain(key.slice(12, -4))
  expect(t.lines.join('')).not.toContain(key.slice(12))
})

test.each([
  ['nothing', {}, 401, 'key_missing'],
  ['another scheme', { authorization: 'Digest abc' }, 401, 'key_missing'],
  ['an empty bearer', { authorization: 'Bearer ' }, 401, 'key_missing'],
  [
    'basic without a password',
    { authorization: `Basic ${Buffer.from('key:').toString('base64')}` },
    401,
    'key_missing',
  ],
  ['a well-formed key nobody issued', { 'x-api-key': makeKey() }, 401, 'key_invalid'],
  ['the operator key with one more character', { 'x-api-key': `${OPERATOR_KEY}x` }, 401, 'key_invalid'],
  ['two different keys', { 'x-api-key': OPERATOR_KEY, authorization: `Bearer ${makeKey()}` }, 400, 'key_ambiguous'],
] as const)('%s is refused', async (_name, headers, status, code) => {
  const response = await ask(headers as Record<string, string>)
  expect(response.statusCode).toBe(status)
  expect(response.json().code).toBe(code)
  if (status === 401) expect(response.headers['www-authenticate']).toContain('Bearer')
})

test('a revoked key is refused at once here, and within a second in another process', async () => {
  const { id, key } = await issue({ name: 'soon gone', scopes: ['read'] })
  const elsewhere = openKeyRing({ db: t.db, operatorKey: OPERATOR_KEY })
  expect((await ask({ 'x-api-key': key })).statusCode).toBe(200)
  expect((await elsewhere.identify(key)).keyId).toBe(id)

  const revoked = await t.app.inject({ method: 'DELETE', url: `/v1/keys/${id}`, headers: t.operator })
  expect(revoked.json().revoked_at).not.toBeNull()
  expect((await ask({ 'x-api-key': key })).json().code).toBe('key_revoked')
  await sleep(1000)
  await expect(elsewhere.identify(key)).rejects.toMatchObject({ status: 401, code: 'key_revoked' })

  const again = await t.app.inject({ method: 'DELETE', url: `/v1/keys/${id}`, headers: t.operator })
  expect(again.json().revoked_at).toBe(revoked.json().revoked_at)
})

test.each([randomUUID(), 'nonsense', '../../etc/passwd'])('revoking %s, which nobody has, is 404', async (id) => {
  const url = `/v1/keys/${encodeURIComponent(id)}`
  const response = await t.app.inject({ method: 'DELETE', url, headers: t.operator })
  expect(response.statusCode).toBe(404)
  expect(response.json().code).toBe('key_not_found')
})

test('a key expires by the database clock', async () => {
  const { id, key } = await issue({ name: 'short', scopes: ['read'], expires_at: '2999-01-01T00:00:00Z' })
  expect((await ask({ 'x-api-key': key })).statusCode).toBe(200)
  await t.db.pool.query('update public.api_keys set expires_at = now() where id = $1', [id])
  await sleep(950)
  expect((await ask({ 'x-api-key': key })).json().code).toBe('key_expired')
})

test.each(['2020-01-01T00:00:00Z', '2999-02-30T00:00:00Z', 'tomorrow', '1', ''])(
  'expires_at %j is refused',
  async (expires_at) => {
    const payload = { name: 'x', scopes: ['read'], expires_at }
    const response = await t.app.inject({ method: 'POST', url: '/v1/keys', headers: t.operator, payload })
    expect(response.statusCode).toBe(422)
    expect(response.json().code).toBe('invalid_expiry')
  },
)

test.each([
  [{ name: '', scopes: ['read'] }, '/name'],
  [{ name: 'x', scopes: [] }, '/scopes'],
  [{ name: 'x', scopes: ['root'] }, '/scopes/0'],
])('a key that makes no sense is 422 and names the field: %j', async (payload, pointer) => {
  const response = await t.app.inject({ method: 'POST', url: '/v1/keys', headers: t.operator, payload })
  expect(response.statusCode).toBe(422)
  expect(response.json().errors[0].pointer).toBe(pointer)
})

test('what each scope may do', async () => {
  const keys = {
    ingest: (await issue({ name: 'i', scopes: ['ingest'] })).key,
    read: (await issue({ name: 'r', scopes: ['read'] })).key,
    admin: (await issue({ name: 'a', scopes: ['admin'] })).key,
  }
  const statuses: Record<string, number[]> = {}
  for (const [scope, key] of Object.entries(keys)) {
    const headers = { 'x-api-key': key }
    statuses[scope] = [(await ask(headers)).statusCode, (await ask(headers, '/v1/keys')).statusCode]
  }
  expect(statuses).toEqual({ ingest: [403, 403], read: [200, 403], admin: [200, 200] })
})

test('the last use is noted, at most once a minute', async () => {
  const { id, key } = await issue({ name: 'used', scopes: ['read'] })
  const lastUse = async () => {
    await sleep(100)
    return (await t.db.pool.query('select last_used_at from public.api_keys where id = $1', [id])).rows[0].last_used_at
  }
  expect(await lastUse()).toBeNull()
  await ask({ 'x-api-key': key })
  const first = await lastUse()
  expect(first).not.toBeNull()
  await openKeyRing({ db: t.db, operatorKey: OPERATOR_KEY }).identify(key)
  expect(await lastUse()).toEqual(first)
})

test('when the database is away an issued key is 503, never 401, and the operator still gets in', async () => {
  const other = await openTestApp()
  const created = await asOperator(other.db, (tx) => createKey(tx, { name: 'x', scopes: ['read'] }))
  await other.db.pool.query('drop table public.api_keys')
  const missing = await other.app.inject({ url: '/v1/limits', headers: { 'x-api-key': created.key } })
  expect(missing.statusCode).toBe(500)
  other.db.pool.options.port = 1
  Object.assign(other.db.pool.options, { connectionString: 'postgres://nobody@127.0.0.1:1/none' })
  await other.db.pool
    .query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()')
    .catch(() => {})
  const away = await other.app.inject({ url: '/v1/limits', headers: { 'x-api-key': created.key } })
  expect(away.statusCode).toBe(503)
  expect(away.headers['retry-after']).toBe('2')
  expect((await other.app.inject({ url: '/v1/limits', headers: other.operator })).statusCode).toBe(200)
  await other.close()
})

test('revoking inside a transaction that fails revokes nothing', async () => {
  const { id } = await issue({ name: 'kept', scopes: ['read'] })
  await expect(
    asOperator(t.db, async (tx) => {
      await revokeKey(tx, id)
      throw new Error('later step')
    }),
  ).rejects.toThrow('later step')
  const { rows } = await t.db.pool.query('select revoked_at from public.api_keys where id = $1', [id])
  expect(rows).toEqual([{ revoked_at: null }])
})

test('the operator key is made once, with mode 600, also by two first starts at once', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'galena-keys-'))
  try {
    const starts = await Promise.all([1, 2, 3].map(() => operatorKey(dataDir, undefined)))
    expect(new Set(starts.map(({ key }) => key)).size).toBe(1)
    expect(starts.filter(({ created }) => created)).toHaveLength(1)
    expect((await stat(join(dataDir, 'operator-key'))).mode & 0o777).toBe(0o600)
    expect((await readFile(join(dataDir, 'operator-key'), 'utf8')).trim()).toBe(starts[0]?.key)
    expect(await operatorKey(dataDir, undefined)).toEqual({ key: starts[0]?.key, created: false })
    expect(await operatorKey(dataDir, 'configured-key-0123456789')).toEqual({
      key: 'configured-key-0123456789',
      created: false,
    })
    await writeFile(join(dataDir, 'operator-key'), 'short')
    await expect(operatorKey(dataDir, undefined)).rejects.toThrow('delete it')
  } finally {
    await rm(dataDir, { recursive: true })
  }
})
