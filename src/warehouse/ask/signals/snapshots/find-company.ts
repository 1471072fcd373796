import type { Tx } from '../../../../db/database.ts'
import { malformed, refused } from '../../../../errors.ts'
import { companyLinkedIn } from '../../../identity/canonical-linkedin.ts'
import { domainKey, keyKind, keyValue, linkedinKey, orgKey } from '../../../identity/keys.ts'
import { keysUnder, readForest, rootOf } from '../../../identity/read-forest.ts'
import { readEntityName } from '../../../provenance/entity-keys.ts'
import { requireDomain } from '../../../workflows/subject.ts'

/** The company of a list: known to core or not. */
export interface ListCompany {
  /** Of core; null when core does not know it. */
  id: string | null
  domain: string | null
  linkedinUrl: string | null
  name: string | null
  /** What its lists are filed under: its domain, else its LinkedIn page. */
  key: string
  /** Every key it has, under one of which older lists may be filed. */
  keys: string[]
  /** All its domains, the former ones included. */
  domains: string[]
}

export interface NamedCompany {
  company_domain?: string | null | undefined
  company_linkedin_url?: string | null | undefined
  company_name?: string | null | undefined
}

/**
 * The company that a list names by domain or LinkedIn page, with what core knows of it. Throws 422 `company_required`,
 * `domain_invalid`, `domain_not_a_company`, `linkedin_url_invalid`.
 */
export async function findListCompany(tx: Tx, named: NamedCompany): Promise<ListCompany> {
  const domain = named.company_domain ? requireDomain(named.company_domain, 'company_domain') : null
  const page = named.company_linkedin_url ? companyLinkedIn(named.company_linkedin_url) : null
  if (named.company_linkedin_url && page === null) {
    throw refused(
      'linkedin_url_invalid',
      'company_linkedin_url must be a page such as https://www.linkedin.com/company/acme',
      {
        errors: [{ pointer: '/company_linkedin_url', code: 'linkedin_url', message: 'is not a LinkedIn company page' }],
      },
    )
  }
  const own = [
    ...(domain === null ? [] : [domainKey(domain)]),
    ...(page === null ? [] : [page.orgId === undefined ? linkedinKey(page.slug) : orgKey(page.orgId)]),
  ]
  if (own.length === 0) {
    throw refused('company_required', 'Name the company by company_domain or company_linkedin_url', {
      errors: [{ pointer: '/company_domain', code: 'required', message: 'neither domain nor LinkedIn page is given' }],
    })
  }
  const company = await companyOfKeys(tx, own)
  const linkedinUrl = company.linkedinUrl ?? page?.url ?? null
  return { ...company, domain: company.domain ?? domain, linkedinUrl, name: company.name ?? named.company_name ?? null }
}

/** The company that a path names: domain, LinkedIn page, key or id. Throws 400 `invalid_parameter`. */
export async function findNamedCompany(tx: Tx, name: string): Promise<ListCompany> {
  const read = readEntityName('company', name)
  if (read === null) {
    throw malformed('invalid_parameter', 'company must be a domain, or the URL of a LinkedIn page, percent-encoded')
  }
  if ('keys' in read) return companyOfKeys(tx, read.keys)
  const [identity] = await tx.query<{ root: string }>(
    `select coalesce(m.root, i.root) as root from core.identities i left join core.identities m on m.id = i.merged_into
     where i.id = $1 and i.kind = 'company'`,
    [read.id],
  )
  return companyOfKeys(tx, [identity?.root ?? `id:${read.id}`])
}

async function companyOfKeys(tx: Tx, own: readonly string[]): Promise<ListCompany> {
  const forest = await readForest(tx, 'company', own)
  const known = own.find((key) => forest.has(key))
  const root = known === undefined ? undefined : rootOf(forest, known)
  const keys = [...new Set([...own, ...(root === undefined ? [] : keysUnder(forest, root))])]
  const [row] =
    root === undefined
      ? []
      : await tx.query<{ id: string; domain: string | null; linkedin_url: string | null; name: string | null }>(
          `select i.id, c.domain, c.linkedin_url, coalesce(c.cleaned_name, c.name) as name
           from core.identities i left join core.companies c on c.id = i.id where i.root = $1`,
          [root],
        )
  const domains = keys.filter((key) => keyKind(key) === 'domain').map(keyValue)
  const domain = row?.domain ?? domains[0] ?? null
  return {
    id: row?.id ?? null,
    domain,
    linkedinUrl: row?.linkedin_url ?? null,
    name: row?.name ?? null,
    key: domain === null ? (own[0] ?? '') : domainKey(domain),
    keys,
    domains,
  }
}
