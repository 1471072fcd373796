import { Type } from 'typebox'
import type { Reader } from '../../../db/database.ts'
import { askedEntities, askedFor } from './entity-keys.ts'
import { TextOrNull } from './schema.ts'

export const VcStatusAnswer = {
  has_raised_vc: Type.Boolean(),
  vc_count: Type.Integer(),
  vc_names: Type.Array(Type.String()),
  founded_date: TextOrNull,
}

interface VcStatus {
  has_raised_vc: boolean
  vc_count: number
  vc_names: string[]
  founded_date: string | null
}

/**
 * Which venture firms each company is known to have taken money from, in order: of any list of portfolios or of
 * investors, under any of its domains. One firm in two spellings counts once. (`offset 0`: else the list is made once for each mention of it.)
 */
export function findVcStatus(db: Reader, companies: readonly (readonly string[])[]): Promise<VcStatus[]> {
  return db.query<VcStatus>(
    `select cardinality(firms.names) > 0 as has_raised_vc, cardinality(firms.names) as vc_count,
       firms.names as vc_names,
       coalesce(
         (select p.founded_date from extracted.vc_portfolio p
          where p.domain = any (asked.keys) and p.founded_date is not null order by p.observed_at desc, p.id limit 1),
         (select b.founded_date from extracted.cb_vc_portfolio b
          where b.domain = any (asked.keys) and b.founded_date is not null order by b.observed_at desc, b.id limit 1),
         (select k.founded_year::text from core.companies k where k.domain = any (asked.keys) order by 1 limit 1)
       ) as founded_date
     from ${askedEntities}
     cross join lateral (
       select array(
         select min(vc_name) from (
           select vc_name from core.company_vc_investors where company_domain = any (asked.keys)
           union all
           select vc_name from extracted.vc_portfolio where domain = any (asked.keys)
           union all
           select vc_name from extracted.cb_vc_portfolio where domain = any (asked.keys)
         ) named
         where vc_name <> ''
         group by reference.normalize_key(vc_name)
         order by 1
       ) as names
       offset 0
     ) firms
     order by asked.n`,
    [askedFor(companies)],
  )
}
