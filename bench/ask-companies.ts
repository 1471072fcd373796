import type pg from 'pg'
import { companyEndings, companyRoots, lastNames } from '../demo/invented-words.ts'
import { places } from './ask-places.ts'
import { chance, oneOf, place, text, uniform, wordAt } from './ask-random.ts'
import { companyTypes, industries, revenueRanges } from './ask-shares.ts'

/** The places of people and companies, numbered from 1 in the order of `places`. */
export async function makePlaces(client: pg.Client): Promise<void> {
  const rows = places.map(
    ({ city, state, country }, i) =>
      `(${i + 1}, ${text(city)}, ${state === null ? 'null' : text(state)}, ${text(country)})`,
  )
  await client.query('create temp table made_places (n int primary key, city text, state text, country text)')
  await client.query(`insert into made_places values ${rows.join()}`)
}

/** The company of which 500 others are known to be customers: the thousandth. */
export const vendor = 'many-customers.example'

const shares = places.map(({ share }) => share)

/** From one second word of names to the next: neighbours begin alike, and a third of all names would. */
const SPREAD = 97

/** The number of a place, by its share. */
export function somePlace(row: string): string {
  return place(uniform(row), shares)
}

/** Name without ending, and domain, of the company with this number. */
export function companyNumber(i: number): { name: string; domain: string } {
  const root = companyRoots[(i * 617) % companyRoots.length] ?? ''
  const second = lastNames[(Math.floor(i / companyRoots.length) * SPREAD) % lastNames.length] ?? ''
  return { name: `${root} ${second}`, domain: i === 1000 ? vendor : `${root}-${second}.example`.toLowerCase() }
}

/**
 * Companies in order of size, from 1: the n-th has about an n-th of the largest head count. Six in ten have at most ten
 * employees, one in a hundred more than 250.
 */
export async function storeCompanies(client: pg.Client, count: number): Promise<void> {
  const root = wordAt(companyRoots, `1 + (i * 617) % ${companyRoots.length}`)
  // With each root once in a round, no two companies share root and second word.
  const second = wordAt(lastNames, `1 + i / ${companyRoots.length} * ${SPREAD} % ${lastNames.length}`)
  await client.query(
    `create temp table made_companies as
     select i, md5('company ' || i)::uuid as id, case when i = 1000 then '${vendor}' else lower(${root} || '-' || ${second}) || '.example' end as domain,
       ${root} || ' ' || ${second} as clean, ${root} || ' ' || ${second} || ${wordAt(companyEndings, `1 + i % ${companyEndings.length}`)} as name,
       greatest(1, least(600000, 3 * (${count}::float8 / i) ^ 0.95 * exp(2 * ${uniform('i')} - 1)))::int as employees,
       ${oneOf('i', industries)} as industry, ${somePlace('i')} as place, ${oneOf('i', companyTypes)} as company_type,
       ${oneOf('i', revenueRanges)} as revenue_range, 2026 - (120 * ${uniform('i')} ^ 3)::int as founded_year,
       ${uniform('i')} as known, now() - ${uniform('i')} * interval '400 days' as seen
     from generate_series(1, ${count}) i`,
  )
  await client.query('create unique index on made_companies (i); analyze made_companies')
  await client.query(
    `insert into core.companies (id, domain, name, cleaned_name, linkedin_url, linkedin_org_id, created_at, updated_at,
       industry, employee_count, size_range, city, state, country, locality, description, website, company_type, founded_year,
       follower_count, tags, funding_total, revenue_range)
     select c.id, c.domain, c.name, c.clean, 'https://www.linkedin.com/company/' || split_part(c.domain, '.', 1), 90000000 + c.i,
       c.seen, c.seen, case when ${chance('c.i', 0.9)} then c.industry end, case when ${chance('c.i', 0.8)} then c.employees end,
       case when ${chance('c.i', 0.94)} then r.name end, case when known < 0.75 then p.city end,
       case when known < 0.75 then p.state end, case when known < 0.88 then p.country end,
       case when known < 0.88 then concat_ws(', ', p.city, p.state, p.country) end,
       case when ${chance('c.i', 0.85)} then repeat('What ' || c.clean || ' makes, in a sentence or two. ', 3) end,
       'https://' || c.domain, case when ${chance('c.i', 0.85)} then c.company_type end,
       case when ${chance('c.i', 0.7)} then c.founded_year end, c.employees * 7,
       case when ${chance('c.i', 0.6)} then array[lower(c.industry), ${wordAt(tags, `1 + floor(${tags.length} * ${uniform('c.i')} ^ 2)::int`)}] end,
       case when ${chance('c.i', 0.08)} then '$' || (1 + c.i % 90) || 'M' end, case when ${chance('c.i', 0.45)} then c.revenue_range end
     from made_companies c join made_places p on p.n = c.place
     join reference.employee_ranges r on c.employees between r.min_employees and coalesce(r.max_employees, 2147483647)
     order by c.i`,
  )
  await client.query(
    `insert into core.identifiers (key, owner, kind) select 'domain:' || domain, 'domain:' || domain, 'company' from made_companies`,
  )
  await client.query(
    `insert into core.identities (id, kind, root) select id, 'company', 'domain:' || domain from made_companies`,
  )
  await client.query(
    `insert into core.company_observations (subject, source, fields, observed_at, payload_hash)
     select 'domain:' || c.domain, 'clay-company-firmographics', jsonb_strip_nulls(jsonb_build_object('name', c.name,
       'industry', c.industry, 'employee_count', c.employee_count, 'size_range', c.size_range, 'location', c.locality,
       'revenue_range', c.revenue_range, 'funding_total', c.funding_total)), c.updated_at, '\\x00'
     from core.companies c`,
  )
}

const tags = ['b2b', 'saas', 'marketplace', 'fintech', 'ai', 'hardware', 'logistics', 'health', 'climate', 'security']
