import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { connect, type Database } from '../../db/database.ts'
import { tables } from '../ingest/tables.ts'
import { builtIn } from './built-in.ts'
import { companyFirmographics } from './company-firmographics.ts'
import { type Catalog, loadCatalog } from './registry.ts'

let database: TestDatabase
let db: Database
let catalog: Catalog

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url)
  catalog = await loadCatalog(db)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

test('slugs, aliases and routes are each used once', () => {
  const slugs = builtIn.flatMap((workflow) => [workflow.slug, ...workflow.aliases])
  const routes = builtIn.flatMap((workflow) => workflow.route ?? [])
  expect(new Set(slugs).size).toBe(slugs.length)
  expect(new Set(routes).size).toBe(routes.length)
})

test('every ranked source is a workflow, a pin or a mention', async () => {
  const { rows } = await db.pool.query<{ source: string }>('select distinct source from reference.source_ranks')
  const known = new Set([...builtIn.map(({ slug }) => slug), 'pin', 'mention', '*'])
  expect(rows.map(({ source }) => source).filter((source) => !known.has(source))).toEqual([])
})

test('the built-in workflows stand in the registry, and loading again changes nothing', async () => {
  const read = () => db.pool.query('select * from reference.enrichment_workflow_registry order by workflow_slug')
  const before = (await read()).rows
  expect(before.length).toBe(builtIn.length)
  await loadCatalog(db)
  expect((await read()).rows).toEqual(before)
})

test('a slug of another route is refused, one registered for the same kind of entity is taken', async () => {
  expect(() => catalog.forRoute(companyFirmographics, 'clay-person-profile')).toThrow(/does not belong to this route/)
  expect(() => catalog.forRoute(companyFirmographics, 'nobody-knows')).toThrow("Workflow 'nobody-knows' not found")
  await catalog.register({
    slug: 'my-firmographics',
    provider: 'me',
    platform: 'http',
    payload_type: 'firmographics',
    entity_type: 'company',
  })
  expect(catalog.forRoute(companyFirmographics, 'my-firmographics')).toMatchObject({
    workflow: companyFirmographics,
    registration: { slug: 'my-firmographics', provider: 'me' },
  })
  await expect(
    catalog.register({ slug: 'yc-company', provider: 'x', platform: 'x', payload_type: 'x', entity_type: 'company' }),
  ).rejects.toMatchObject({ code: 'workflow_built_in' })
})

test('every table that extraction writes has a unique index on its key', async () => {
  const { rows } = await db.pool.query<{ name: string; columns: string[] }>(
    `select n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attname) as columns
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
     where i.indisunique and i.indpred is null group by i.indexrelid, 1`,
  )
  const unique = new Set(rows.map(({ name, columns }) => `${name} ${columns.join()}`))
  const without = Object.entries(tables).filter(([name, { key }]) => !unique.has(`${name} ${[...key].sort().join()}`))
  expect(without.map(([name]) => name)).toEqual([])
})
