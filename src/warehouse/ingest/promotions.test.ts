import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { submission } from '../../../test/support/submit.ts'
import { connect } from '../../db/database.ts'
import { personProfile } from '../workflows/person-profile.ts'
import { startIngest } from './engine.ts'

const database = await createTestDatabase()
const db = connect(database.url)
const ingest = await startIngest({ db })
afterAll(async () => {
  await ingest.close()
  await db.close()
  await database.drop()
})

const DIFFERENCES = `
  select coalesce(p.linkedin_url, d.linkedin_url) as url, p.new_title as written, d.new_title as detected
  from core.person_promotions p
  full join core.detect_promotions(array(select distinct linkedin_url from extracted.person_experience)) d on d.id = p.id
  where (p.linkedin_url, p.company_domain, p.company_name, p.previous_title, p.new_title, p.promotion_date)
    is distinct from (d.linkedin_url, d.company_domain, d.company_name, d.previous_title, d.new_title, d.promotion_date)`

/** Few values, so that companies, titles and dates meet often: also such that only fold or look alike. */
const job = fc.record({
  title: fc.constantFrom(
    'Engineer',
    'engineer',
    'Engineer II',
    'VP, Sales',
    'Geschäftsführer',
    'ＶＰ Sales',
    'ÄRZTIN',
    null,
  ),
  company: fc.constantFrom('Acme', 'Acme Inc', 'Ācme', null),
  company_domain: fc.constantFrom('acme.com', 'other.io', null),
  org_id: fc.constantFrom(900, 901, null),
  url: fc.constantFrom(
    'https://www.linkedin.com/company/acme',
    'https://www.linkedin.com/company/Ünal-İş',
    'linkedin.com/company/ACME/',
    null,
  ),
  start_date: fc.constantFrom('2019-01-01', '2020-01-01', '2020-02', '2020-03-15', '2021', null),
  end_date: fc.constantFrom('2020-01-31', '2020-02-29', '2020-03-15', '2021-01-01', null),
})

test('the promotions written at ingest are those that the database detects in the jobs', async () => {
  const careers = fc.sample(fc.array(job, { minLength: 2, maxLength: 7 }), { numRuns: 400, seed: 11 })
  await Promise.all(
    careers.map((experience, i) => {
      const linkedin_url = `https://www.linkedin.com/in/person-${i}`
      const body = { linkedin_url, workflow_slug: personProfile.slug, raw_payload: { name: `P ${i}`, experience } }
      return ingest.submit(submission(personProfile, body))
    }),
  )
  const { rows: counts } = await db.pool.query('select count(*)::int as promotions from core.person_promotions')
  expect(counts[0].promotions).toBeGreaterThan(200)
  expect((await db.pool.query(DIFFERENCES)).rows).toEqual([])
  // The control: one that is missing, and one too many, are seen.
  await db.pool.query(
    'delete from core.person_promotions where id = (select id from core.person_promotions order by id limit 1)',
  )
  await db.pool.query(
    `insert into core.person_promotions (linkedin_url, new_title) values ('https://www.linkedin.com/in/nobody', 'King')`,
  )
  expect((await db.pool.query(DIFFERENCES)).rows).toHaveLength(2)
})
