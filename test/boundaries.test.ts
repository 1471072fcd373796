import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** Each folder of src, and the folders it may import from. Read top to bottom: nothing points down. */
const mayImport: Record<string, string[]> = {
  '': [],
  db: [''],
  jobs: ['', 'db'],
  warehouse: ['', 'db', 'jobs'],
  tenants: ['', 'db', 'jobs', 'warehouse'],
  http: ['', 'db', 'jobs', 'warehouse', 'tenants'],
  cli: ['', 'db', 'jobs', 'warehouse', 'tenants', 'http', 'start'],
  start: ['', 'db', 'jobs', 'warehouse', 'tenants', 'http'],
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

test('only config.ts reads the environment', () => {
  // The command line hands it on; the embedded server makes a clean one for its child processes.
  const allowed = /^(config|cli\/main|db\/embedded\/[a-z-]+)\.ts$/
  const readers = files().filter(({ path, text }) => text.includes('process.env') && !allowed.test(path))
  expect(readers.map(({ path }) => path)).toEqual([])
})

test('there are no barrels, no any and no huge files', () => {
  const generated = 'db/rows.generated.ts'
  const all = files().filter(({ path }) => path !== generated)
  expect(all.filter(({ text }) => /^export \* |^export \{[^}]*\} from/m.test(text)).map(({ path }) => path)).toEqual([])
  expect(all.filter(({ text }) => /\bas any\b|: any\b/.test(text)).map(({ path }) => path)).toEqual([])
  expect(all.filter(({ text }) => text.split('\n').length > 300).map(({ path }) => path)).toEqual([])
})
