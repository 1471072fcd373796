import type { Tx } from '../../../db/database.ts'
import { findDomains, sureEnough } from '../../reference/names/find-domains.ts'
import { domainKey } from '../keys.ts'
import { findByKeys } from './find-by-keys.ts'
import type { OtherName } from './weigh-company.ts'

/** Most companies of other names that are looked at for one request. */
const most = 10

/** A name to look for in other forms, on behalf of the request at `at`. */
export interface AskedOtherName {
  at: number
  name: string
  country: string | null
}

/**
 * Companies that go by a name they do not have: by request, the id and how. `similar` names are looked for only when
 * asked for.
 */
export async function findOtherNames(
  tx: Tx,
  asked: readonly AskedOtherName[],
  { similarToo }: { similarToo: boolean },
): Promise<Map<number, Map<string, OtherName>>> {
  if (asked.length === 0) return new Map()
  const found = await findDomains(tx, asked, { limit: most, fuzzy: similarToo })
  // what was taught names a domain, whether or not a company of that name is stored
  const taught = found.flat().flatMap(({ matched, domain }) => (matched === 'taught' ? domainKey(domain) : []))
  const byDomain = taught.length === 0 ? new Map<string, string>() : await findByKeys(tx, 'company', taught)
  const byRequest = asked.map(({ at }, index) => {
    const companies = new Map<string, OtherName>()
    for (const { domain, company_id: stored, matched, likelihood } of found[index] ?? []) {
      const company_id = stored ?? byDomain.get(domainKey(domain)) ?? null
      if (company_id === null) continue
      const known = matched === 'alias' && likelihood >= sureEnough
      if (matched === 'taught') companies.set(company_id, 'taught')
      else if (known) companies.set(company_id, 'known')
      else if (similarToo) companies.set(company_id, 'similar')
    }
    return [at, companies] as const
  })
  return new Map(byRequest)
}
