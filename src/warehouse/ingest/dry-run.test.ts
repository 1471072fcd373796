import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { submission } from '../../../test/support/submit.ts'
import { connect, type Database } from '../../db/database.ts'
import { companyFirmographics } from '../workflows/company-firmographics.ts'
import { ycCompany } from '../workflows/yc-company.ts'
import { dryRun, startDryRun } from './dry-run.ts'
import { startIngest } from './engine.ts'

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const company = (domain: string, name = 'Acme') =>
  submission(companyFirmographics, { company_domain: domain, raw_payload: { name, domain } })

async function countRows(): Promise<number> {
  const { rows } = await db.pool.query(
    `select (select count(*) from raw.company_payloads) + (select count(*) from core.companies)
       + (select count(*) from raw.receipts) + (select count(*) from core.identifiers) as n`,
  )
  return Number(rows[0].n)
}

test('answers what the engine would answer and leaves nothing; the engine itself leaves rows', async () => {
  const before = await countRows()
  const [first, broken] = await dryRun(db, [company('acme.com'), submission(ycCompany, { hit: { id: 1, name: 'Y' } })])
  expect(first).toMatchObject({ status: 200, body: { success: true } })
  expect(broken).toMatchObject({ status: 200 })
  expect(await countRows()).toBe(before)

  const ingest = await startIngest({ db })
  await ingest.submit(company('acme.com'))
  await ingest.close()
  expect(await countRows()).toBeGreaterThan(before)
})

test('tells what is known already as duplicate, and contradictions as reviews', async () => {
  const ingest = await startIngest({ db })
  await ingest.submit(company('beta.com'))
  await ingest.submit(submission(ycCompany, { hit: { id: 7, name: 'Seven', website: 'https://seven.com' } }))
  await ingest.close()
  let reviews = 0
  const dry = await startDryRun(db, (count) => {
    reviews += count
  })
  const again = await dry.submit(company('beta.com'))
  expect(again.body.deduplicated).toBe(true)
  expect(reviews).toBe(0)
  await dry.submit(submission(ycCompany, { hit: { id: 8, name: 'Eight', website: 'https://seven.com' } }))
  expect(reviews).toBe(1)
  await dry.close()
  const { rows } = await db.pool.query('select count(*)::int as n from core.identity_reviews')
  expect(rows[0].n).toBe(0)
})
