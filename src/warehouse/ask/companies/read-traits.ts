import type { Tx } from '../../../db/database.ts'
import type { Traits } from './score-similar.ts'

/** Values of each list that count. */
const MOST = 200

export interface TraitsOf extends Traits {
  id: string
}

/**
 * What of these companies is compared, in any order. Of companies that are compared with another only what is in its lists is
 * read: a thousand lists of technologies would be most of the work.
 */
export function readTraits(tx: Tx, ids: readonly string[], among?: Traits): Promise<TraitsOf[]> {
  const within = (column: string, list: number) =>
    among === undefined ? '' : `where ${column} = any($${list}::text[])`
  const lists = among === undefined ? [] : [among.technologies, among.customers, among.investors]
  return tx.query<TraitsOf>(
    `select c.id, c.industry, c.size_range, c.employee_count, c.country, c.city, coalesce(c.tags, '{}') as tags,
       b.is_b2b, b.is_b2c,
       array(
         select name from (
           select t.name from core.company_technologies u join reference.technologies t on t.id = u.technology_id
           where u.domain = c.domain
           union
           select t.title from core.company_predictleads_technologies u
           join reference.predictleads_technologies t on t.id = u.technology_id where u.domain = c.domain
         ) used ${within('name', 2)} order by name limit ${MOST}
       ) as technologies,
       array(
         select domain from (
           select customer_domain as domain from core.company_customers
           where origin_company_domain = c.domain and customer_domain <> ''
           union
           select customer_domain from reference.company_customers r where r.domain = c.domain
         ) customer ${within('domain', 3)} order by domain limit ${MOST}
       ) as customers,
       array(
         select vc_name from (
           select distinct vc_name from core.company_vc_investors where company_domain = c.domain and vc_name <> ''
         ) investor ${within('vc_name', 4)} order by vc_name limit ${MOST}
       ) as investors
     from core.companies c
     left join core.company_business_model b on b.domain = c.domain
     where c.id = any($1::uuid[])`,
    [ids, ...lists],
  )
}
