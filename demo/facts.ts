import type { Tx } from '../src/db/database.ts'

export interface Facts {
  companies: number
  /** Companies of the directory without a domain of their own: known, but without a row yet. */
  without_domain: number
  renamed: number
  moved: number
  changed_status: number
  changed_size: number
  conflicts: number
  people: number
  jobs: number
  promotions: number
  at_sample: number
}

/** What became of the sample, from what the payloads of the demo said. */
export async function readFacts(tx: Tx): Promise<Facts> {
  const [facts] = await tx.query<Facts>(
    `with companies as (
       select i.id, c.domain from core.identities i left join core.companies c on c.id = i.id
       where i.kind = 'company' and i.root like 'yc:%' and i.merged_into is null),
     changes as (
       select field, count(distinct subject)::int as n from core.field_changes
       where kind = 'company' and source = 'yc-company' group by field)
     select (select count(*) from companies where domain is not null)::int as companies,
       (select count(*) from companies where domain is null)::int as without_domain,
       coalesce((select n from changes where field = 'name'), 0) as renamed,
       coalesce((select n from changes where field = 'domain'), 0) as moved,
       coalesce((select n from changes where field = 'status'), 0) as changed_status,
       coalesce((select n from changes where field = 'employee_count'), 0) as changed_size,
       (select count(*) from core.identity_reviews where kind = 'company' and status = 'open')::int as conflicts,
       (select count(*) from core.people)::int as people,
       (select count(*) from core.person_work_history)::int as jobs,
       (select count(*) from core.person_promotions)::int as promotions,
       (select count(*) from core.people p where p.company_domain in (select domain from companies))::int as at_sample`,
  )
  if (facts === undefined) throw new Error('The database gave no answer')
  return facts
}

export interface FoundCompany {
  name: string
  domain: string
  employee_count: number
  status: string | null
  former_names: string | null
}

/** Companies of one industry and country with 51 to 200 people, those that were renamed first. */
export function askCompanies(tx: Tx, industry: string, country: string): Promise<FoundCompany[]> {
  return tx.query<FoundCompany>(
    `select c.name, c.domain, c.employee_count, c.status, former.names as former_names
     from core.companies c
     left join lateral (
       select string_agg(distinct f.value #>> '{}', ', ') as names
       from core.identities i
       join core.field_changes f on f.kind = 'company' and f.subject = i.root and f.field = 'name'
       where i.id = c.id and f.value #>> '{}' <> c.name) former on true
     where c.industry = $1 and c.country = $2 and c.employee_count between 51 and 200
     order by former.names is null, c.employee_count desc, c.domain`,
    [industry, country],
  )
}

export interface History {
  id: string
  name: string
  domain: string
  domains: string[]
  changes: { field: string; from: string; to: string }[]
  people: number
  alumni: number
}

/** The company of the sample that changed most and is largest: its name, domain, status and size through time. */
export async function readHistory(tx: Tx): Promise<History | undefined> {
  const [history] = await tx.query<History>(
    `with candidate as (
       select c.id, c.name, c.domain, i.root from core.companies c join core.identities i on i.id = c.id
       join core.field_changes f on f.kind = 'company' and f.subject = i.root and f.source = 'yc-company'
       where i.root like 'yc:%' and c.name !~ '\\('
       group by c.id, c.name, c.domain, c.employee_count, i.root
       having bool_or(f.field = 'name') and bool_or(f.field = 'domain')
       order by count(distinct f.field) >= 3 desc, c.employee_count desc nulls last, c.domain limit 1),
     line as (
       select f.field, (array_agg(f.value #>> '{}' order by f.first_seen))[1] as before,
         (array_agg(f.value #>> '{}' order by f.last_seen desc))[1] as after
       from core.field_changes f join candidate c on f.subject = c.root where f.source = 'yc-company' group by f.field)
     select c.id, c.name, c.domain,
       (select array_agg(substr(key, 8) order by key) from core.identifiers where owner = c.root and key like 'domain:%') as domains,
       (select json_agg(json_build_object('field', field, 'from', before, 'to', after) order by field <> 'name', field <> 'domain', field)
        from line) as changes,
       (select count(*) from core.people where company_domain = c.domain)::int as people,
       (select count(distinct linkedin_url) from core.person_past_employer where past_company_domain = c.domain)::int as alumni
     from candidate c`,
  )
  return history
}

/** How many different hits of the directory are stored. */
export async function countHits(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(distinct body_sha256)::int as n from raw.payloads where workflow_slug = 'yc-company'`,
  )
  return row?.n ?? 0
}
