import type pg from 'pg'
import type { GeneratedPerson } from '../../demo/generate-people.ts'

export interface Ledger {
  /** Everything that was sent at least once, by slug. */
  sent: ReadonlyMap<string, GeneratedPerson>
  /** raw_id of every acknowledgement, with the slug it was given for. */
  acknowledged: ReadonlyMap<string, string>
}

interface Job {
  company: string | null
  company_domain: string | null
  is_current: boolean
}

/**
 * Compares the database with what was sent: nothing acknowledged may be missing, nothing may be there twice, nothing that
 * was never sent. Returns what is wrong, in words; nothing wrong is an empty list.
 */
export async function checkPeople(client: pg.ClientBase, { sent, acknowledged }: Ledger): Promise<string[]> {
  const problems: string[] = []
  const all = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    (await client.query(sql, values)).rows as Row[]
  const wrong = async (what: string, sql: string, values: unknown[] = []) => {
    const rows = await all<Record<string, unknown>>(sql, values)
    if (rows.length > 0) problems.push(`${what}: ${rows.length}, such as ${JSON.stringify(rows[0])}`)
  }

  const ids = [...acknowledged.keys()]
  await wrong(
    'acknowledged and not stored, or stored as somebody else',
    `select a.id, a.slug from unnest($1::uuid[], $2::text[]) a(id, slug)
     left join raw.person_payloads p on p.id = a.id and p.linkedin_url = 'https://www.linkedin.com/in/' || a.slug
     where p.id is null`,
    [ids, [...acknowledged.values()]],
  )

  const urls = [...sent.values()].map((person) => person.linkedin_url)
  const payloads = [...sent.values()].map((person) => JSON.stringify(person.raw_payload))
  await wrong(
    'stored and never sent',
    `select p.id, p.linkedin_url from raw.person_payloads p
     left join unnest($1::text[], $2::text[]) s(url, payload) on s.url = p.linkedin_url
     where s.url is null or p.raw_payload is distinct from s.payload::jsonb or p.error is not null`,
    [urls, payloads],
  )
  await wrong(
    'raw payloads of one body stored twice',
    'select linkedin_url, count(*) from raw.person_payloads group by 1 having count(*) > 1',
  )

  for (const table of ['core.people', 'extracted.person_profile', 'core.person_tenure', 'core.person_locations']) {
    await wrong(
      `people doubled in ${table}`,
      `select linkedin_url, count(*) from ${table} group by 1 having count(*) > 1`,
    )
    await wrong(
      `people in ${table} who were never sent`,
      `select linkedin_url from ${table} where linkedin_url <> all($1)`,
      [urls],
    )
  }
  await wrong(
    'people sent and absent from core',
    'select u.url from unnest($1::text[]) u(url) where u.url not in (select linkedin_url from core.people)',
    [urls],
  )

  problems.push(...(await checkCounts(all, [...sent.values()])))
  await wrong(
    'history and experience differ',
    `select coalesce(h.linkedin_url, e.linkedin_url) as url, coalesce(h.title, e.title) as title
     from core.person_work_history h full join extracted.person_experience e on e.id = h.id
     where (h.linkedin_url, h.title, h.company_name, h.company_domain, h.start_date, h.end_date, h.is_current, h.experience_order)
       is distinct from (e.linkedin_url, e.title, e.company, e.company_domain, e.start_date, e.end_date, e.is_current, e.experience_order)`,
  )
  await wrong(
    'jobs doubled in history',
    'select linkedin_url, experience_order from core.person_work_history group by 1, 2 having count(*) > 1',
  )
  await wrong(
    'past employers doubled',
    `select linkedin_url, coalesce(past_company_domain, lower(past_company_name)) as company
     from core.person_past_employer group by 1, 2 having count(*) > 1`,
  )
  await wrong(
    'promotions differ from those in the experience',
    `select coalesce(p.id, d.id) as id, coalesce(p.linkedin_url, d.linkedin_url) as url
     from core.person_promotions p full join core.detect_promotions($1) d on d.id = p.id
     where (p.linkedin_url, p.previous_title, p.new_title, p.promotion_date)
       is distinct from (d.linkedin_url, d.previous_title, d.new_title, d.promotion_date)`,
    [urls],
  )
  await wrong('companies doubled', 'select domain, count(*) from core.companies group by 1 having count(*) > 1')
  const domains = new Set([...sent.values()].flatMap((person) => jobsOf(person).map((job) => job.company_domain ?? '')))
  await wrong('companies that nobody named', 'select domain from core.companies where domain <> all($1)', [
    [...domains],
  ])
  await wrong(
    'receipts without their payload',
    `select r.entity_key from raw.receipts r left join raw.person_payloads p on p.id = r.raw_id where p.id is null`,
  )
  return problems
}

/** Rows per person, as many as the payload has entries: no more, no fewer. */
async function checkCounts(
  all: <Row>(sql: string) => Promise<Row[]>,
  people: readonly GeneratedPerson[],
): Promise<string[]> {
  const counted = await all<{ url: string; jobs: number; schools: number; employers: number }>(
    `select p.linkedin_url as url,
       (select count(*)::int from extracted.person_experience e where e.linkedin_url = p.linkedin_url) as jobs,
       (select count(*)::int from extracted.person_education e where e.linkedin_url = p.linkedin_url) as schools,
       (select count(*)::int from core.person_past_employer e where e.linkedin_url = p.linkedin_url) as employers
     from core.people p`,
  )
  const stored = new Map(counted.map(({ url, ...counts }) => [url, JSON.stringify(counts)]))
  const differing = people.filter((person) => {
    const jobs = jobsOf(person)
    const expected = {
      jobs: jobs.length,
      schools: (person.raw_payload.education as unknown[]).length,
      employers: new Set(jobs.filter((job) => !job.is_current).map((job) => job.company_domain ?? job.company)).size,
    }
    return stored.get(person.linkedin_url) !== JSON.stringify(expected)
  })
  const [first] = differing
  if (first === undefined) return []
  return [`people with other jobs than were sent: ${differing.length}, such as ${first.linkedin_url}`]
}

function jobsOf(person: GeneratedPerson): Job[] {
  return person.raw_payload.experience as Job[]
}
