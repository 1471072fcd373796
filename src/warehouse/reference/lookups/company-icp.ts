import { Type } from 'typebox'
import type { Reader } from '../../../db/database.ts'
import { texts } from '../../ingest/read-values.ts'
import { askedEntities, askedFor } from './entity-keys.ts'
import { TextOrNull } from './schema.ts'

const Texts = Type.Union([Type.Array(Type.String()), Type.Null()])

export const IcpAnswer = {
  company_name: TextOrNull,
  customer_domains: Type.Array(Type.String()),
  industries: Texts,
  countries: Texts,
  employee_ranges: Texts,
  funding_stages: Texts,
  job_titles: Texts,
  seniorities: Texts,
  job_functions: Texts,
  value_proposition: TextOrNull,
  core_benefit: TextOrNull,
  target_customer: TextOrNull,
  key_differentiator: TextOrNull,
}

interface Row {
  company_name: string | null
  customer_domains: string[]
  industries: unknown
  countries: unknown
  employee_ranges: unknown
  funding_stages: unknown
  job_titles: unknown
  seniorities: unknown
  job_functions: unknown
  value_proposition: string | null
  core_benefit: string | null
  target_customer: string | null
  key_differentiator: string | null
  primary_titles: unknown
  influencer_titles: unknown
  extended_titles: unknown
}

/**
 * Whom each company wants to sell to, in order. Each field from the criteria that somebody set
 * (`core.icp_criteria`), else from what was extracted part by part, else from the generated profile. A company of which
 * nothing is known has nulls, and no error.
 */
export async function findCompanyIcps(db: Reader, companies: readonly (readonly string[])[]) {
  const rows = await db.query<Row>(
    `select coalesce(c.company_name, i.company_name, t.company_name, v.company_name, k.name) as company_name,
       coalesce(c.industries, i.matched_industries, g.company_criteria -> 'industries') as industries,
       coalesce(c.countries, g.company_criteria -> 'countries') as countries,
       coalesce(c.employee_ranges, nullif(g.company_criteria -> 'size_buckets', 'null'),
         g.company_criteria -> 'size') as employee_ranges,
       c.funding_stages, c.job_titles, coalesce(c.seniorities, g.person_criteria -> 'seniority') as seniorities,
       c.job_functions,
       coalesce(c.value_proposition, v.value_proposition) as value_proposition,
       coalesce(c.core_benefit, v.core_benefit) as core_benefit,
       coalesce(c.target_customer, v.target_customer) as target_customer,
       coalesce(c.key_differentiator, v.key_differentiator) as key_differentiator,
       t.primary_titles, t.influencer_titles, t.extended_titles,
       array(
         select customer_domain from core.company_customers
         where origin_company_domain = any (asked.keys) and customer_domain <> ''
         union
         select customer_domain from reference.company_customers r where r.domain = any (asked.keys)
         order by 1 limit 1000
       ) as customer_domains
     from ${askedEntities}
     ${ofEntity('core.icp_criteria', 'c')}
     ${ofEntity('extracted.icp_industries', 'i')}
     ${ofEntity('extracted.icp_job_titles', 't')}
     ${ofEntity('extracted.icp_value_proposition', 'v')}
     ${ofEntity('reference.company_icp', 'g')}
     ${ofEntity('core.companies', 'k')}
     order by asked.n`,
    [askedFor(companies)],
  )
  return rows.map(({ primary_titles, influencer_titles, extended_titles, ...row }) => ({
    ...row,
    industries: texts(row.industries),
    countries: texts(row.countries),
    employee_ranges: texts(row.employee_ranges),
    funding_stages: texts(row.funding_stages),
    job_titles: texts(row.job_titles) ?? together(primary_titles, influencer_titles, extended_titles),
    seniorities: texts(row.seniorities),
    job_functions: texts(row.job_functions),
  }))
}

/** The row of a company in a table with one row for each domain: of the domain in question, else of another one it has. */
function ofEntity(table: string, alias: string): string {
  return `left join lateral (
       select * from ${table} where domain = any (asked.keys) order by array_position(asked.keys, domain) limit 1
     ) ${alias} on true`
}

/** All of the lists one after the other, each text once; null where there is no list at all. */
function together(...lists: unknown[]): string[] | null {
  const all = lists.flatMap((list) => texts(list) ?? [])
  return all.length === 0 ? null : [...new Set(all)]
}
