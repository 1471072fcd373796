import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables as written } from '../../src/warehouse/ingest/tables.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { coreTables } from './core-tables.ts'
import { extractedTables } from './extracted-tables.ts'
import { furtherTables } from './further-tables.ts'
import { rawTables } from './raw-tables.ts'
import { type Catalog, readCatalog } from './read-catalog.ts'

const founding = Object.entries({ ...rawTables, ...extractedTables, ...coreTables })
const all = [...founding, ...Object.entries(furtherTables)]

let database: TestDatabase
let catalog: Catalog

beforeAll(async () => {
  database = await createTestDatabase()
  catalog = await readCatalog(database.url)
})
afterAll(() => database.drop())

describe('the founding description', () => {
  test('has 38 tables', () => {
    expect(founding).toHaveLength(38)
  })

  test.each(founding)('%s: columns, types, nullability', (name, table) => {
    const expected = table.columns.split(',').map((column) => column.trim().replace(/\s+/g, ' '))
    expect(catalog.columns.get(name) ?? []).toEqual(expect.arrayContaining(expected))
  })

  test.each(founding)('%s: defaults', (name, table) => {
    expect(catalog.defaults.get(name) ?? {}).toMatchObject(table.defaults ?? {})
  })

  test.each(all)('%s: keys', (name, table) => {
    expect(catalog.primaryKeys.get(name)).toBe(table.primaryKey)
    expect(catalog.unique.get(name) ?? []).toEqual(expect.arrayContaining(table.unique ?? []))
    expect(catalog.foreignKeys.get(name) ?? []).toEqual(expect.arrayContaining(table.foreignKeys ?? []))
  })

  test.each(all)('%s: named indexes', (name, table) => {
    expect(catalog.indexes.get(name) ?? []).toEqual(expect.arrayContaining(table.indexes ?? []))
  })

  test('a table that lacks something is noticed', async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query(`begin;
      alter table core.people alter column linkedin_slug set not null, alter column created_at drop default;
      drop index core.idx_core_people_linkedin_url, core.idx_core_people_linkedin_slug`)
    const changed = await readCatalog(client)
    await client.query('rollback')
    await client.end()
    expect(changed.columns.get('core.people')).not.toContain('linkedin_slug text')
    expect(changed.defaults.get('core.people')).not.toHaveProperty('created_at')
    expect(changed.unique.get('core.people')).toBeUndefined()
    expect((changed.indexes.get('core.people') ?? []).filter((index) => index.includes('linkedin'))).toEqual([])
  })
})

describe('every table that ingest writes', () => {
  test.each(Object.entries(written))('%s has a unique index on the key that ingest matches by', (name, rule) => {
    expect([catalog.primaryKeys.get(name), ...(catalog.unique.get(name) ?? [])]).toContain(rule.key.join(', '))
  })

  test.each(Object.keys(written))('%s knows how new its row is', (name) => {
    expect(catalog.columns.get(name)).toEqual(
      expect.arrayContaining(['observed_at timestamptz not null', 'payload_hash bytea not null']),
    )
  })

  // Jobs are no payloads; firms are rows that payloads of raw.payloads bring along.
  test.each(Object.keys(rawTables).filter((name) => name !== 'raw.email_waterfall_jobs' && name !== 'raw.vc_firms'))(
    '%s keeps what replay needs',
    (name) => {
      expect(catalog.columns.get(name)).toEqual(
        expect.arrayContaining([
          'envelope jsonb not null',
          'body bytea',
          'body_sha256 bytea',
          'received_at timestamptz not null',
          'error jsonb',
          'warnings jsonb',
        ]),
      )
    },
  )
})

test('checks', () => {
  const precision = (column: string) => `${column} in ('day', 'month', 'year')`
  expect(Object.fromEntries(catalog.checks)).toEqual({
    'client.exports': [
      `status in ('waiting', 'running', 'finished', 'failed', 'cancelled', 'expired')`,
      `total_is in ('exact', 'estimated', 'none')`,
    ],
    'core.saved_search_runs': [`reason in ('saved', 'changed', 'run')`],
    'core.saved_searches': [
      'CHECK (((length(name) >= 1) AND (length(name) <= 200)))',
      'CHECK (((reveal_limit >= 1) AND (reveal_limit <= 500)))',
      `kind in ('leads', 'people', 'companies')`,
      `status in ('active', 'archived')`,
    ],
    'core.search_state': ['CHECK (only_row)'],
    'core.share_links': [
      `hidden_is in ('exact', 'at_least', 'not_told')`,
      `kind in ('leads', 'people', 'companies')`,
      `pick in ('sample', 'first')`,
    ],
    'core.share_secret': ['CHECK ((octet_length(secret) = 32))', 'CHECK (only_row)'],
    'client.signal_feed': [
      'CHECK (((confidence >= 0) AND (confidence <= 100)))',
      `origin in ('payload', 'lead', 'icp', 'snapshot')`,
      `signal_level in ('company', 'person')`,
    ],
    'core.company_name_index': ['CHECK (only_row)'],
    'core.company_name_resolutions': [
      'CHECK ((((domain IS NULL) = (matched IS NULL)) AND ((domain IS NULL) = (likelihood IS NULL))))',
      'CHECK (((likelihood >= 1) AND (likelihood <= 10)))',
      `matched in ('taught', 'exact', 'normalised', 'alias', 'fuzzy')`,
    ],
    'core.facet_values': [`field in ('industry', 'country', 'size_range', 'seniority')`],
    'core.field_changes': [`kind in ('company', 'person')`],
    'core.field_pins': [`end_reason in ('removed', 'replaced', 'expired')`, `kind in ('company', 'person')`],
    'core.identifiers': [`kind in ('company', 'person')`],
    'core.identities': [`kind in ('company', 'person')`],
    'core.identity_changes': [
      `kind in ('company', 'person')`,
      `what in ('merged', 'unmerged', 'key_moved', 'redirected')`,
    ],
    'core.identity_decisions': [`kind in ('company', 'person')`],
    'core.identity_merges': [`kind in ('company', 'person')`, `what in ('merge', 'move')`],
    'core.identity_reviews': [`status in ('open', 'accepted', 'rejected')`],
    'core.person_tenure': [precision('job_start_precision')],
    'core.person_work_history': [precision('end_precision'), precision('start_precision')],
    'extracted.person_education': [precision('end_precision'), precision('start_precision')],
    'extracted.person_experience': [precision('end_precision'), precision('start_precision')],
    'extracted.person_profile': [precision('latest_start_precision')],
    'raw.sending_jobs': [
      'CHECK (((rate_per_second >= (0.1)::double precision) AND (rate_per_second <= (50)::double precision)))',
      `kind in ('waterfall', 'salesnav')`,
      `status in ('pending', 'processing', 'paused', 'completed', 'failed')`,
    ],
    'raw.sending_records': [`status in ('pending', 'sending', 'sent', 'failed')`],
    'reference.backfills': [
      "kind in ('company_name', 'company_description', 'person_location', 'matched_location', 'title')",
      "state in ('running', 'done')",
    ],
    'reference.company_icp_named': ["CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$') AND (length(slug) <= 80)))"],
    'reference.fold_settings': ['CHECK (only_row)'],
    'reference.freshness_rules': [
      'CHECK (((max_age_days >= 1) AND (max_age_days <= 36500)))',
      `entity in ('company', 'person')`,
    ],
    'reference.rank_changes': [
      `kind in ('change', 'undo', 'clock')`,
      `position_kind in ('company', 'person')`,
      `status in ('previewing', 'previewed', 'applying', 'done')`,
    ],
    'reference.source_ranks': [`entity in ('company', 'person')`],
    'reference.teachings': [
      `kind in ('title', 'location', 'industry', 'employee_range', 'country', 'company_name')`,
      `state in ('pending', 'applying', 'applied')`,
    ],
    'reference.value_lookup': [`kind in ('industry', 'employee_range', 'country')`],
  })
})
