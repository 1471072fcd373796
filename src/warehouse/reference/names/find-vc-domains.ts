import type { Tx } from '../../../db/database.ts'
import { companyNameKey } from './company-name-key.ts'
import { type DomainCandidate, findDomains } from './find-domains.ts'

interface Firm {
  at: number
  domain: string
  name: string
  company_id: string | null
}

/** The domains of venture firms, best first, in order: what was taught, the list of firms, then all companies. */
export async function findVcDomains(tx: Tx, names: readonly string[]): Promise<DomainCandidate[][]> {
  const answers = await findDomains(
    tx,
    names.map((name) => ({ name })),
  )
  const firms = await tx.query<Firm>(
    `select a.at, f.domain, f.name, c.id as company_id from unnest($1::int[], $2::text[]) a(at, key)
     cross join lateral (
       select domain, name from raw.vc_firms where reference.company_name_key(name) collate "C" = a.key limit 20
     ) f
     left join core.companies c on c.domain = f.domain
     order by a.at, f.name, f.domain`,
    [names.map((_, at) => at), names.map((name) => companyNameKey(name))],
  )
  return answers.map((candidates, at) => {
    const [best] = candidates
    const own = firms.filter((firm) => firm.at === at)
    const [firm] = own
    if (best?.matched === 'taught' || firm === undefined || own.length > 1) return candidates
    const exact = firm.name.trim().toLowerCase() === names[at]?.trim().toLowerCase()
    const listed: DomainCandidate = {
      domain: firm.domain,
      company_id: firm.company_id,
      name: firm.name,
      country: null,
      likelihood: exact ? 10 : 9,
      matched: exact ? 'exact' : 'normalised',
      reason: 'in the list of venture firms',
    }
    const others = candidates.filter(({ domain }) => domain !== firm.domain)
    // The list of firms is about firms; companies of the same name are rivals no more.
    return [listed, ...others.map((other) => ({ ...other, likelihood: Math.min(other.likelihood, 6) }))]
  })
}
