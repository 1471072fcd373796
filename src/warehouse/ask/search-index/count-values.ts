import type { Tx } from '../../../db/database.ts'
import { employeeRange } from '../search/columns.ts'

/** Values that more than these have are told; rarer ones of fields that anybody fills in freely are not. */
const MOST_VALUES = 5_000

const counted = {
  people: [
    ['seniority', 'coalesce(j.matched_seniority, p.seniority, s.inferred_seniority)'],
    ['job_function', 'coalesce(j.matched_job_function, p.department, s.inferred_function)'],
    ['person_country', 'coalesce(p.country, s.inferred_country)'],
  ],
  companies: [
    ['industry', 'c.industry'],
    ['employee_range', employeeRange],
    ['company_country', 'c.country'],
    ['company_type', 'c.company_type'],
    ['revenue_range', 'c.revenue_range'],
  ],
} as const

const rows = {
  people: `core.person_search s join core.people p on p.id = s.person_id
    left join core.person_job_titles j on j.linkedin_url = p.linkedin_url`,
  companies: 'core.companies c',
} as const

/**
 * Counts the values that filters offer, and how many people each company has: half a second for a million people. Writes
 * only what changed.
 */
export async function countValues(tx: Tx): Promise<void> {
  for (const kind of ['people', 'companies'] as const) {
    const lists = counted[kind].map(([field, sql]) => `('${field}', ${sql})`)
    await tx.execute(
      `with found as (
         select v.field, v.value, count(*) as row_count
         from ${rows[kind]} cross join lateral (values ${lists.join(', ')}) v(field, value)
         where v.value is not null and octet_length(v.value) <= 500 group by 1, 2
       ), ranked as (
         select *, row_number() over (partition by field order by row_count desc, value) as n from found
       ), kept as (select * from ranked where n <= ${MOST_VALUES}),
       gone as (
         delete from core.search_values v where v.kind = $1
           and not exists (select from kept k where k.field = v.field and k.value = v.value)
       )
       insert into core.search_values as v (kind, field, value, row_count) select $1, field, value, row_count from kept
       on conflict (kind, field, value) do update set row_count = excluded.row_count
       where v.row_count <> excluded.row_count`,
      [kind],
    )
  }
  await tx.execute(
    `update core.company_search c set people_count = n.people
     from (
       select s.company_id, count(p.person_id)::integer as people
       from core.company_search s left join core.person_search p on p.company_id = s.company_id group by 1
     ) n
     where n.company_id = c.company_id and n.people <> c.people_count`,
  )
  await tx.execute('update core.search_state set values_counted_at = now()')
}
