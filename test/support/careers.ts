import type pg from 'pg'

/** The one payload that all jobs of these tests come from. */
export const raw = '00000000-0000-4000-8000-000000000001'
export const ada = 'https://www.linkedin.com/in/ada'
export const bob = 'https://www.linkedin.com/in/bob'

/** Empties the tables of people's jobs and stores the payload. */
export async function startCareers(client: pg.Client): Promise<void> {
  await client.query('truncate raw.person_payloads cascade')
  await client.query(
    `insert into raw.person_payloads (id, linkedin_url, workflow_slug, provider, platform, payload_type, raw_payload)
     values ($1, $2, 'clay-person-profile', 'clay', 'clay', 'profile', '{}')`,
    [raw, ada],
  )
}

export interface Job {
  linkedin_url: string
  title: string | null
  company?: string
  company_domain?: string | null
  company_org_id?: number
  company_linkedin_url?: string
  start_date?: string | null
  end_date?: string | null
}

/** Director until the end of 2022, VP from the next day. */
export function promotedAt(linkedinUrl: string): [Job, Job] {
  const company = { linkedin_url: linkedinUrl, company: 'Acme', company_domain: 'acme.com' }
  return [
    { ...company, title: 'Director', start_date: '2020-01-01', end_date: '2022-12-31' },
    { ...company, title: 'VP', start_date: '2023-01-01', end_date: null },
  ]
}

/** Writes jobs with one plain SQL statement, as another system would. */
export async function insertJobs(client: pg.Client, jobs: readonly Job[]): Promise<void> {
  await client.query(
    `insert into extracted.person_experience (
       raw_payload_id, linkedin_url, title, company, company_domain, company_org_id, company_linkedin_url, start_date,
       end_date
     )
     select $1, linkedin_url, title, company, company_domain, company_org_id, company_linkedin_url, start_date, end_date
     from json_populate_recordset(null::extracted.person_experience, $2)`,
    [raw, JSON.stringify(jobs)],
  )
}

/** Such as `Director > VP 2023-01-01`. */
export async function readPromotions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(
    `select previous_title || ' > ' || new_title || ' ' || to_char(promotion_date, 'YYYY-MM-DD') as text
     from core.person_promotions order by 1`,
  )
  return rows.map((row) => row.text)
}
