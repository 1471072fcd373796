import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** Each folder of src, and the folders it may import from. Read top to bottom: nothing points down. */
const mayImport: Record<string, string[]> = {
  '': [],
  db: [''],
  jobs: ['', 'db'],
  outbound: [''],
  warehouse: ['', 'db', 'jobs', 'outbound'],
  tenants: ['', 'db', 'jobs', 'warehouse'],
  http: ['', 'db', 'jobs', 'outbound', 'warehouse', 'tenants'],
  cli: ['', 'db', 'jobs', 'outbound', 'warehouse', 'tenants', 'http', 'start'],
  start: ['', 'db', 'jobs', 'outbound', 'warehouse', 'tenants', 'http'],
}

/** Route files translate HTTP, so they may see what the web layer offers every feature. */
const routeFile = /(^|\/)([a-z-]+-)?routes\.ts$/

function files(): { path: string; text: string }[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }))
}

function folderOf(path: string): string {
  if (path === 'start.ts') return 'start'
  return path.includes('/') ? (path.split('/')[0] ?? '') : ''
}

function breaches(all: readonly { path: string; text: string }[]): string[] {
  return all.flatMap(({ path, text }) =>
    [...text.matchAll(/from '(\.[^']+)'/g)].flatMap(([, target = '']) => {
      const from = folderOf(path)
      const to = folderOf(relative(src, normalize(join(src, dirname(path), target))))
      if (from === to || mayImport[from]?.includes(to) || target.endsWith('package.json')) return []
      // The demo is an example beside the product, not a part of it; only its command knows it.
      if (path === 'cli/commands/demo.ts' && target.startsWith('../../../demo/')) return []
      if (to === 'http' && routeFile.test(path)) return []
      return [`${path} imports ${target}`]
    }),
  )
}

test('imports point one way only', () => {
  expect(breaches(files())).toEqual([])
})

test('control: an import that points up is found', () => {
  expect(breaches([{ path: 'db/migrate.ts', text: `import { x } from '../warehouse/ingest/engine.ts'` }])).toHaveLength(
    1,
  )
  expect(files().length).toBeGreaterThan(50)
})

test('what is not ours is imported in one place', () => {
  const owners: Record<string, RegExp> = {
    pg: /^(db|jobs)\//,
    'pg-copy-streams': /^db\//,
    fastify: /^http\/|routes\.ts$/,
    'pg-boss': /^jobs\//,
    kysely: /^db\//,
    commander: /^cli\//,
  }
  const found = files().flatMap(({ path, text }) =>
    [...text.matchAll(/^import (?!type).* from '([^.'][^']*)'/gm)].flatMap(([, module = '']) => {
      const owner = owners[module]
      return owner === undefined || owner.test(path) ? [] : [`${path} imports ${module}`]
    }),
  )
  expect(found).toEqual([])
})

/** Calls to other machines: whoever gave the address must not reach what only this machine can. */
function callsOut(all: readonly { path: string; text: string }[]): string[] {
  const call = /\bfetch\(|\b(?:https?|net|tls|http2)\.(?:request|get|connect|createConnection)\(|\bundici\b/
  const named = /import \{[^}]*\b(?:request|get|connect|createConnection)\b[^}]*\} from 'node:(?:https?|net|tls|http2)'/
  return all
    .filter(({ path, text }) => !path.startsWith('outbound/') && (call.test(text) || named.test(text)))
    .map(({ path }) => path)
}

test('one folder calls other machines, and no other', () => {
  expect(callsOut(files())).toEqual([])
})

test('control: a call out is found', () => {
  const calls = [`await fetch(url)`, `https.request(url)`, `import { get } from 'node:http'`]
  expect(callsOut(calls.map((text) => ({ path: 'warehouse/x.ts', text })))).toHaveLength(3)
  expect(files().filter(({ path, text }) => path.startsWith('outbound/') && text.includes('.request('))).toHaveLength(1)
})

test('only config.ts reads the environment', () => {
  // The command line hands it on; the embedded server makes a clean one for its child processes.
  const allowed = /^(config|cli\/main|db\/embedded\/[a-z-]+)\.ts$/
  const readers = files().filter(({ path, text }) => text.includes('process.env') && !allowed.test(path))
  expect(readers.map(({ path }) => path)).toEqual([])
})

test('there are no barrels, no any and no huge files', () => {
  const all = files().filter(({ path }) => !path.endsWith('.generated.ts'))
  expect(all.filter(({ text }) => /^export \* |^export \{[^}]*\} from/m.test(text)).map(({ path }) => path)).toEqual([])
  expect(all.filter(({ text }) => /\bas any\b|: any\b/.test(text)).map(({ path }) => path)).toEqual([])
  expect(all.filter(({ text }) => text.split('\n').length > 300).map(({ path }) => path)).toEqual([])
})
