import type { Tx } from '../../../db/database.ts'
import type { LeadRow } from '../search/schema.ts'
import { valueKey } from '../terms.ts'
import type { WorkedAt } from './schema.ts'

/** Each lead with the promotion that counts: the latest. */
export async function addPromotions(tx: Tx, leads: readonly LeadRow[]) {
  const rows = await tx.query<{ n: number; previous_title: string; new_title: string; promotion_date: string }>(
    `select asked.n::int4 as n, latest.previous_title, latest.new_title, latest.promotion_date
     from unnest($1::text[]) with ordinality asked(url, n)
     cross join lateral (
       select previous_title, new_title, promotion_date from core.person_promotions
       where linkedin_url = asked.url and promotion_date is not null
       order by promotion_date desc, id
       limit 1
     ) latest`,
    [leads.map(({ linkedin_url }) => linkedin_url)],
  )
  const byPlace = new Map(rows.map(({ n, ...promotion }) => [n, promotion]))
  const none = { previous_title: null, new_title: null }
  return leads.map((lead, i) => ({ ...lead, ...(byPlace.get(i + 1) ?? none) }))
}

/** Each lead with the investors of the employer: `vc_name` is the one that was asked for, else the first by name. */
export async function addInvestors(tx: Tx, leads: readonly LeadRow[], asked: readonly string[]) {
  const rows = await tx.query<{ domain: string; names: string[]; keys: string[]; description: string | null }>(
    `select c.domain, coalesce(c.one_liner, c.description) as description, vc.names, vc.keys
     from core.companies c
     cross join lateral (
       select array_agg(i.name order by i.name) as names, array_agg(i.keys order by i.name) as keys
       from (
         select vc_name as name, string_agg(concat_ws(chr(31), vc_name, vc_domain, resolved_domain), chr(31)) as keys
         from core.company_vc_investors where company_domain = c.domain and vc_name <> '' group by vc_name
       ) i
     ) vc
     where c.domain = any($1::text[]) and vc.names is not null`,
    [[...new Set(leads.map(({ company_domain }) => company_domain))]],
  )
  const wanted = new Set(asked.flatMap((text) => [text, ...text.split(',')]).map(valueKey))
  const byDomain = new Map(rows.map((row) => [row.domain, row]))
  return leads.map((lead) => {
    const { names = [], keys = [], description = null } = byDomain.get(lead.company_domain ?? '') ?? {}
    const at = keys.findIndex((key) => key.split('\u001f').some((value) => wanted.has(valueKey(value))))
    return { ...lead, vc_name: names[Math.max(at, 0)] ?? null, vc_names: names, vc_company_description: description }
  })
}

/** Each lead with the last job at one of these former employers, where its domain is known. */
export async function addPastJobs(tx: Tx, leads: readonly LeadRow[], domains: readonly string[]) {
  const rows = await tx.query<WorkedAt & { person_id: string }>(
    `select distinct on (a.person_id) a.person_id, a.domain, c.name,
       nullif(a.ended_on, '-infinity') as job_end_date
     from core.alumni_search a left join core.companies c on c.domain = a.domain
     where a.person_id = any($1::uuid[]) and a.domain = any($2::text[])
     order by a.person_id, a.ended_on desc, a.domain`,
    [leads.map(({ person_id }) => person_id), domains],
  )
  const byPerson = new Map(rows.map(({ person_id, ...job }) => [person_id, job]))
  return leads.map((lead) => ({ ...lead, worked_at: byPerson.get(lead.person_id) ?? null }))
}
