import type pg from 'pg'
import { firstNames, lastNames } from '../demo/invented-words.ts'
import { somePlace } from './ask-companies.ts'
import { chance, place, popular, text, uniform, wordAt } from './ask-random.ts'
import { functions, levels } from './ask-shares.ts'

const titleRows = Object.entries(levels).flatMap(([level, { share, titles }]) =>
  titles.map((title, i) => ({ level, title, clean: titles[0] ?? title, share: share / 2 ** Math.min(i, 3) })),
)
const fieldRows = Object.entries(functions).flatMap(([work, { share, fields }]) =>
  fields.map((field, i) => ({ work, field, clean: fields[0] ?? field, share: share / (i + 1) })),
)

/** The numbers of a level's title and of a field of work, by their shares. */
export function someTitle(row: string): string {
  return place(
    uniform(row),
    titleRows.map(({ share }) => share),
  )
}
export function someField(row: string): string {
  return place(
    uniform(row),
    fieldRows.map(({ share }) => share),
  )
}

/** Which company, from 1: a large employer far more often than a small one, the largest one by 1.7 % of 200,000's people. */
export function employer(row: string, companies: number): string {
  return `1 + floor(${companies} * ${uniform(row)} ^ 3)::int`
}

/** Every combination of a level's title and a field of work, with level, function and the clean title. */
async function makeTitles(client: pg.Client): Promise<void> {
  await client.query('create temp table made_levels (n int, level text, title text, clean text)')
  await client.query('create temp table made_fields (n int, work text, field text, clean text)')
  await client.query(
    `insert into made_levels values ${titleRows.map((row, i) => `(${i + 1}, ${[row.level, row.title, row.clean].map(text).join()})`).join()}`,
  )
  await client.query(
    `insert into made_fields values ${fieldRows.map((row, i) => `(${i + 1}, ${[row.work, row.field, row.clean].map(text).join()})`).join()}`,
  )
  await client.query(
    `create temp table made_titles as
     select l.n as level_n, f.n as field_n, l.level, f.work, replace(l.title, '%', f.field) as title,
       replace(l.clean, '%', f.clean) as clean
     from made_levels l cross join made_fields f`,
  )
  await client.query('create unique index on made_titles (level_n, field_n); analyze made_titles')
}

/** People, from 1, with what core says about them; their jobs come after (`storeJobs`). */
export async function storePeople(client: pg.Client, people: number, companies: number): Promise<void> {
  await makeTitles(client)
  // What has no text says nothing that could be inferred either: then the reference, which infers nothing, finds the same.
  const titled = 'known < 0.86'
  const placed = chance('i', 0.94)
  const region = wordAt([', EMEA', ' - North America', ', APAC', ' (Interim)'], `1 + i % 4`)
  await client.query(
    `create temp table made_people as
     select i, md5('person ' || i)::uuid as id, 'https://www.linkedin.com/in/' || lower(first || '-' || last) || '-' || i as url,
       first, last, company, place, level_n, field_n, case when ${chance('i', 0.1)} then ${region} else '' end as region,
       (date_trunc('month', current_date) - months * interval '1 month')::date + case when ${chance('i', 0.1)} then i % 28 else 0 end as started,
       known, now() - ${uniform('i')} ^ 2 * interval '500 days' as seen
     from (select i, ${popular('i', firstNames)} as first, ${popular('i', lastNames)} as last, ${employer('i', companies)} as company,
         ${somePlace('i')} as place, ${someTitle('i')} as level_n, ${someField('i')} as field_n,
         least(480, floor(-42 * ln(1 - ${uniform('i')})))::int as months, ${uniform('i')} as known
       from generate_series(1, ${people}) i) made`,
  )
  await client.query('create unique index on made_people (i); analyze made_people')
  await client.query(
    `insert into core.people (id, linkedin_url, linkedin_slug, full_name, first_name, last_name, created_at, updated_at,
       core_company_id, linkedin_url_type, work_email, title, seniority, department, company_domain, company_name,
       company_linkedin_url, city, state, country, location_name, job_start_date, headline)
     select p.id, url, split_part(url, '/', 5), first || ' ' || last, first, last, p.seen, p.seen, c.id, 'public',
       case when ${chance('i', 0.35)} then lower(first || '.' || last) || i || '@' || c.domain end,
       case when ${titled} then t.title || region end, case when ${titled} then t.level end, case when ${titled} then t.work end,
       case when ${chance('i', 0.93)} then c.domain end, case when ${chance('i', 0.98)} then c.name end,
       'https://www.linkedin.com/company/' || split_part(c.domain, '.', 1),
       case when ${placed} and i % 10 > 1 then l.city end, case when ${placed} and i % 10 > 0 then l.state end,
       case when ${placed} then l.country end, case when ${placed} then concat_ws(', ', l.city, l.state, l.country) end,
       case when ${chance('i', 0.91)} then started end, 'At ' || c.name
     from made_people p join (select id, domain, name, place as its_place, i as n from made_companies) c on c.n = p.company
     join made_titles t using (level_n, field_n)
       join made_places l on l.n = case when ${chance('i', 0.7)} then its_place else place end
     order by p.i`,
  )
  await storeParts(client)
}

async function storeParts(client: pg.Client): Promise<void> {
  await client.query(
    `insert into core.person_job_titles (linkedin_url, matched_cleaned_job_title, matched_job_function, matched_seniority, source)
     select m.url, t.clean, t.work, t.level, 'clay'
     from made_people m join made_titles t using (level_n, field_n) where known < 0.86`,
  )
  await client.query(
    `insert into core.person_locations (linkedin_url, city, state, country, source)
     select linkedin_url, city, state, country, 'clay' from core.people where country is not null`,
  )
  await client.query(
    `insert into core.person_tenure (linkedin_url, job_start_date, source, job_start_precision)
     select linkedin_url, job_start_date, 'clay', 'month' from core.people where job_start_date is not null`,
  )
  await client.query(
    `insert into core.identifiers (key, owner, kind)
     select 'slug:' || linkedin_slug, 'slug:' || linkedin_slug, 'person' from core.people`,
  )
  await client.query(
    `insert into core.identities (id, kind, root) select id, 'person', 'slug:' || linkedin_slug from core.people`,
  )
  await client.query(
    `insert into core.person_observations (subject, source, fields, observed_at, payload_hash)
     select 'slug:' || linkedin_slug, 'clay-person-profile', jsonb_strip_nulls(jsonb_build_object('full_name', full_name,
       'job', jsonb_build_object('title', title, 'company', company_name, 'domain', company_domain, 'start', job_start_date),
       'location', location_name, 'work_email', work_email)), updated_at, '\\x00'
     from core.people`,
  )
  await client.query(
    `insert into extracted.signal_job_change (person_linkedin_url, person_name, new_company_domain, new_job_title,
       new_job_start_date, signal_detected_at, natural_key, client_domain, confidence)
     select m.url, m.first, c.domain, t.title, m.started, greatest(m.started, current_date - 300), m.url, 'client' || m.i % 10 || '.example', 90
     from made_people m join made_companies c on c.i = m.company join made_titles t using (level_n, field_n)
     where m.started > current_date - 400 and ${chance('m.i', 0.15)}`,
  )
}
