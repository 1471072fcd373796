import type { Tx } from '../../../db/database.ts'
import { notFound } from '../../../errors.ts'
import { findEntity } from '../../provenance/find-entity.ts'
import { readCompanies } from '../search/read-rows.ts'
import type { OneCompany } from './schema.ts'

/**
 * The company of a domain, with how many people are known to work there. A domain whose company became part of another gives
 * that one, and says so. Throws 404 `company_not_found`.
 */
export async function getCompany(tx: Tx, domain: string): Promise<Omit<OneCompany, 'success'>> {
  const { id } = await findEntity(tx, 'company', domain)
  const [company] = await readCompanies(tx, [id])
  if (company === undefined) throw notFound('company', domain)
  const [people] = await tx.query<{ count: number }>(
    'select count(*)::integer as count from core.person_search where company_id = $1',
    [id],
  )
  const redirected_from = company.domain === domain ? null : domain
  return { ...company, lead_count: people?.count ?? 0, redirected_from }
}
