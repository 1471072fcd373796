import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { requireDomain } from '../../workflows/subject.ts'
import type { Criteria } from './criteria.ts'
import { requireCriteria, storedCriteria } from './require-criteria.ts'
import { getIcp } from './stored-icp.ts'

/** Where a request says its criteria are: a stored ICP, or the request itself. */
export interface CriteriaSource {
  domain?: string | undefined
  slug?: string | undefined
  company_criteria?: unknown
  person_criteria?: unknown
}

/** The stored ICP that a question is about. */
export interface AskedIcp {
  domain: string
  slug: string | null
  version: number
}

export interface AskedCriteria {
  icp: AskedIcp | null
  criteria: Criteria
  /** What in a stored ICP could not be read, or is a value that the vocabulary does not have. */
  warnings: string[]
}

/**
 * The criteria that a request means. Throws 400 `icp_missing`, `icp_ambiguous` and `icp_invalid`, 404 `icp_not_found`, 422
 * `icp_contradictory`.
 */
export async function askedCriteria(tx: Tx, source: CriteriaSource): Promise<AskedCriteria> {
  const { domain, slug, company_criteria, person_criteria } = source
  const given = company_criteria != null || person_criteria != null
  if (given && domain !== undefined) {
    throw malformed('icp_ambiguous', 'Send the domain of a stored ICP or criteria, not both')
  }
  if (given) return { icp: null, criteria: await requireCriteria(tx, source), warnings: [] }
  if (domain === undefined) {
    throw malformed('icp_missing', 'Send the domain of a stored ICP, or company_criteria and person_criteria')
  }
  const icp = await getIcp(tx, requireDomain(domain, 'domain'), slug ?? null)
  return {
    icp: { domain: icp.domain, slug: icp.slug, version: icp.version },
    ...storedCriteria(icp),
  }
}
