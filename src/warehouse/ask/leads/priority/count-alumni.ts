import type { Tx } from '../../../../db/database.ts'
import { fieldsOf } from '../../fields.ts'
import type { PriorityCompany } from './schema.ts'

export type Watched = Pick<PriorityCompany, 'id' | 'company_name' | 'domain'>

/** Each watched company with how many people once worked there, under its name or domain, and what they do today. */
export async function countAlumni(tx: Tx, companies: readonly Watched[]): Promise<PriorityCompany[]> {
  tx.send('set local enable_seqscan = off')
  const counts = await tx.query<Pick<PriorityCompany, 'total' | 'engineering' | 'sales'>>(
    `select c.total, c.engineering, c.sales
     from json_array_elements($1::json) with ordinality asked(terms, n)
     cross join lateral (
       select count(*)::int4 as total,
         count(*) filter (where s.terms @> array[$2::bigint])::int4 as engineering,
         count(*) filter (where s.terms @> array[$3::bigint])::int4 as sales
       from core.person_search s
       where s.terms && array(select json_array_elements_text(asked.terms)::bigint)
     ) c
     order by asked.n`,
    [
      JSON.stringify(companies.map(({ company_name, domain }) => termsOf([company_name, ...(domain ? [domain] : [])]))),
      ...['Engineering', 'Sales'].map((name) => termOf('job_function', name)),
    ],
  )
  return companies.map((company, i) => ({ ...company, ...(counts[i] ?? { total: 0, engineering: 0, sales: 0 }) }))
}

const termsOf = (values: readonly string[]) => [...new Set(values.map((value) => termOf('past_employer', value)))]

function termOf(name: string, value: string): number {
  const field = fieldsOf.leads[name]
  if (field?.type !== 'value') throw new Error(`${name} is no field of values`)
  return field.term(value)
}
