import { Type } from 'typebox'
import type { Reader } from '../../../db/database.ts'
import { askedEntities, askedFor } from './entity-keys.ts'
import { TextOrNull } from './schema.ts'

export const HasCustomersAnswer = {
  has_customers: Type.Boolean(),
  customer_count: Type.Integer({ description: 'Customers by name, with a domain or without' }),
}

interface CustomerCount {
  has_customers: boolean
  customer_count: number
}

/** Whether customers of each company are known, and how many, in order, under any of its domains. */
export function countCustomers(db: Reader, companies: readonly (readonly string[])[]): Promise<CustomerCount[]> {
  return db.query<CustomerCount>(
    `select known.count > 0 as has_customers, known.count as customer_count
     from ${askedEntities}
     cross join lateral (
       select count(distinct normalized_name)::int4 as count from core.company_customers
       where origin_company_domain = any (asked.keys)
     ) known
     order by asked.n`,
    [askedFor(companies)],
  )
}

export const HasCaseStudiesAnswer = {
  has_case_studies: Type.Boolean(),
  case_study_count: Type.Integer(),
  last_extracted_at: TextOrNull,
}

/** Whether case studies of each company have been read, how many, and when last, in order, under any of its domains. */
export async function countCaseStudies(db: Reader, companies: readonly (readonly string[])[]) {
  const rows = await db.query<{ count: number; last: Date | null }>(
    `select known.count, known.last
     from ${askedEntities}
     cross join lateral (
       select count(*)::int4 as count, max(created_at) as last from extracted.case_study_details
       where origin_company_domain = any (asked.keys)
     ) known
     order by asked.n`,
    [askedFor(companies)],
  )
  return rows.map(({ count, last }) => ({
    has_case_studies: count > 0,
    case_study_count: count,
    last_extracted_at: last?.toISOString() ?? null,
  }))
}
