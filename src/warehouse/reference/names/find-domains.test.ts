import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicCompanies } from '../../../../test/support/company-names.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { asOperator, connect, type Database } from '../../../db/database.ts'
import { type DomainCandidate, findDomains, sureOne } from './find-domains.ts'
import { indexNames } from './index-names.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url, { connections: 3 })
  const companies = publicCompanies()
  await db.pool.query(`insert into core.companies (domain, name) select * from unnest($1::text[], $2::text[])`, [
    companies.map(({ number }) => `c${number}.example`),
    companies.map(({ name }) => name),
  ])
  await db.pool.query(
    `insert into core.companies (domain, name, cleaned_name, country, employee_count) values
       ('harrowgate.be', 'Harrowgate NV', null, 'Belgium', 40), ('harrowgate.com', 'Harrowgate Ltd', null, 'United Kingdom', 50),
       ('tollan.com', 'Tollan Foods International Inc.', 'Tollan', 'Ireland', 900),
       ('mercury.com', 'Mercury', null, 'United States', 9000), ('mercury.example', 'Mercury', null, 'United States', 3),
       ('kilnworks.com', 'Kilnworks', null, null, null),
       ('lgkw.com', 'Larkmere Glass Kiln Works GmbH', null, null, null)`,
  )
  await db.pool.query(
    `insert into core.identifiers (key, owner, kind) values ('domain:kilnworks.com', 'domain:kilnworks.com', 'company');
     insert into core.identities (id, kind, root) select id, 'company', 'domain:' || domain from core.companies where domain = 'kilnworks.com';
     insert into core.field_changes (kind, subject, source, field, value_hash, value, first_seen, last_seen) values
       ('company', 'domain:kilnworks.com', 's', 'name', '\\x01', '"Brightkiln Ovens"', now(), now()),
       ('company', 'domain:kilnworks.com', 's', 'name', '\\x02', '"Kilnworks"', now(), now());
     insert into reference.company_name_lookup (name, domain) values ('The Oven People', 'kilnworks.com'), ('Nowhere', 'nowhere.example')`,
  )
  await indexNames(db, 500)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

function find(...questions: (string | { name: string; country: string })[]): Promise<DomainCandidate[][]> {
  const asked = questions.map((question) => (typeof question === 'string' ? { name: question } : question))
  return asOperator(db, (tx) => findDomains(tx, asked))
}

describe('everyday names', () => {
  it('lead to their company, and to no other with certainty', async () => {
    const asked = publicCompanies().flatMap(({ number, everyday }) =>
      everyday.map((name) => ({ name, domain: `c${number}.example` })),
    )
    expect(asked.length).toBeGreaterThan(650)
    const found = await find(...asked.map(({ name }) => name))
    const first = asked.filter(({ domain }, i) => found[i]?.[0]?.domain === domain).length
    const sure = asked.filter((_, i) => sureOne(found[i] ?? []) !== null)
    const wrong = asked.filter(({ domain }, i) => (sureOne(found[i] ?? [])?.domain ?? domain) !== domain)
    expect(first / asked.length).toBeGreaterThanOrEqual(0.95)
    expect(sure.length / asked.length).toBeGreaterThanOrEqual(0.85)
    expect(wrong.length / asked.length).toBeLessThanOrEqual(0.02)
  })

  it('are answered in order, names without a company and without letters too', async () => {
    const found = await find('Microsoft', 'Qwzzk Vbnmx Ptlrr', '!!!', '', 'Netflix')
    expect(found.map((candidates) => candidates[0]?.name ?? null)).toEqual([
      'Microsoft Corp',
      null,
      null,
      null,
      'Netflix Inc',
    ])
  })
})

describe('how a name was found', () => {
  it.each([
    ['Kilnworks', 'kilnworks.com', 'exact', 10],
    ['KILNWORKS, INC.', 'kilnworks.com', 'normalised', 9],
    ['Tollan', 'tollan.com', 'exact', 10],
    ['Brightkiln Ovens', 'kilnworks.com', 'alias', 7],
    ['IBM', 'c0000051143.example', 'alias', 10],
    ['the oven people', 'kilnworks.com', 'taught', 10],
    ['Nowhere', 'nowhere.example', 'taught', 10],
    ['Harrowgat', 'harrowgate.com', 'fuzzy', null],
    ['Hathaway Berkshire', null, 'fuzzy', null],
  ] as const)('%s', async (name, domain, matched, likelihood) => {
    const [[best] = []] = await find(name)
    expect(best?.matched).toBe(matched)
    if (domain !== null) expect(best?.domain).toBe(domain)
    else expect(best?.name).toBe('Berkshire Hathaway Inc')
    if (likelihood !== null) expect(best?.likelihood).toBeGreaterThanOrEqual(Math.min(likelihood, 9))
  })

  it('is by a telling word further on, and by initials that nobody listed', async () => {
    const [first = [], second = []] = await find('Tripadvisor of Liberty', 'LGKW')
    expect(first.map(({ name }) => name)).toContain('Liberty Tripadvisor Holdings, Inc.')
    expect(second[0]).toMatchObject({ domain: 'lgkw.com', matched: 'fuzzy', reason: 'the initials' })
  })
})

describe('a question', () => {
  const scans = `select sum(seq_scan)::int as whole, sum(idx_scan)::int as by_index from pg_stat_xact_user_tables
    where schemaname = 'core' and relname in ('companies', 'field_changes', 'company_name_blocks')`

  it('reads tables by their indexes only, however the planner is informed', async () => {
    const names = ['Kilnworks', 'Hathaway', 'Nobody At All', 'LGKW', 'Brightkiln Ovens'].map((name) => ({ name }))
    // A session of its own, for they count what their session has done since it told the server.
    const fresh = connect(database.url, { connections: 1 })
    const read = await asOperator(fresh, async (tx) => {
      await findDomains(tx, names)
      return tx.query(scans)
    })
    await fresh.close()
    expect(read[0]).toMatchObject({ whole: 0, by_index: expect.any(Number) })
    const control = await asOperator(db, async (tx) => {
      await tx.query('select count(*) from core.companies')
      return tx.query<{ whole: number }>(scans)
    })
    expect(control[0]?.whole).toBeGreaterThan(0)
  })
})

describe('several companies of one name', () => {
  it('are all told, none with certainty, unless the country says which', async () => {
    const [open = [], belgian = []] = await find('Harrowgate', { name: 'Harrowgate', country: 'BE' })
    expect(open.map(({ domain }) => domain).sort()).toEqual(['harrowgate.be', 'harrowgate.com'])
    expect(sureOne(open)).toBeNull()
    expect(belgian[0]?.domain).toBe('harrowgate.be')
    expect(sureOne(belgian)?.domain).toBe('harrowgate.be')
  })

  it('are told apart by size where one is far larger', async () => {
    const [found = []] = await find('Mercury')
    expect(sureOne(found)?.domain).toBe('mercury.com')
    expect(found).toHaveLength(2)
  })
})
