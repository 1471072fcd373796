import { type TProperties, Type } from 'typebox'
import { type Database, reader } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { domainKey, keyValue, slugKey } from '../../identity/keys.ts'
import { CustomersAnswer, findCompanyCustomers } from './company-customers.ts'
import { countCaseStudies, countCustomers, HasCaseStudiesAnswer, HasCustomersAnswer } from './company-evidence.ts'
import { findCompanyIcps, IcpAnswer } from './company-icp.ts'
import { readEntityKeys } from './entity-keys.ts'
import { byDomain, byProfile, offerKeyedLookup, requireKey } from './keyed-lookup.ts'
import { findPublicCompanies, PublicCompanyAnswer } from './public-company.ts'
import { findVcStatus, VcStatusAnswer } from './vc-status.ts'
import { findWorkHistories, WorkHistoryAnswer } from './work-history.ts'

/** Inside the scope `read`: what is known about a company by its domain, and about a person by the profile. */
export function keyedLookupRoutes(app: App, { db }: { db: Database }): void {
  const reads = reader(db)
  const companiesOf = async (domains: string[]) => valuesOf(await readEntityKeys(reads, domains.map(domainKey)), '')
  const peopleOf = async (urls: string[]) =>
    valuesOf(
      await readEntityKeys(
        reads,
        urls.map((url) => slugKey(url.slice(profiles.length))),
      ),
      profiles,
    )

  offerKeyedLookup(app, {
    key: byDomain,
    path: '/run/companies/db/company-customers/lookup',
    operationId: 'lookUpCompanyCustomers',
    summary: 'Look up the customers of a company',
    description: 'Those whose domain is known, with what is known about them.',
    answer: CustomersAnswer,
    large: true,
    find: async (domains) => findCompanyCustomers(reads, await companiesOf(domains)),
  })
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/run/companies/db/company-icp/lookup',
    operationId: 'lookUpCompanyIcp',
    summary: 'Look up whom a company wants to sell to',
    description:
      'Each field from the criteria that somebody set, else from what was extracted part by part, else from the ' +
      'generated profile. Nothing known is nulls, and no error.',
    answer: IcpAnswer,
    find: async (domains) => findCompanyIcps(reads, await companiesOf(domains)),
  })
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/run/companies/db/has-raised-vc-status/check',
    operationId: 'checkVcStatus',
    summary: 'Check whether a company has raised venture capital',
    description:
      'By all lists of portfolios and investors. A company that is not known has not, and there is no error.',
    answer: VcStatusAnswer,
    find: async (domains) => findVcStatus(reads, await companiesOf(domains)),
  })
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/api/companies/public-company-info',
    operationId: 'getPublicCompanyInfo',
    summary: 'Show ticker and SEC number of a company',
    description: 'From tickers that were ingested; `note` says what is not known.',
    answer: PublicCompanyAnswer,
    find: async (domains) => findPublicCompanies(reads, await companiesOf(domains)),
  })
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/api/companies/check-has-customers',
    operationId: 'checkHasCustomers',
    summary: 'Check whether customers of a company are known',
    description: 'By name, with a domain or without.',
    answer: HasCustomersAnswer,
    find: async (domains) => countCustomers(reads, await companiesOf(domains)),
  })
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/api/companies/check-has-case-studies',
    operationId: 'checkHasCaseStudies',
    summary: 'Check whether case studies of a company have been read',
    description: 'How many, and when the last one was.',
    answer: HasCaseStudiesAnswer,
    find: async (domains) => countCaseStudies(reads, await companiesOf(domains)),
  })

  offerKeyedLookup(app, {
    key: byProfile,
    path: '/api/people/work-history',
    operationId: 'getWorkHistory',
    summary: 'Show the jobs of a person',
    description: 'Current ones first, then the latest.',
    answer: WorkHistoryAnswer,
    find: async (urls) => findWorkHistories(reads, await peopleOf(urls)),
  })

  offerByPath(app, 'icp', 'getCompanyIcp', 'Show whom a company wants to sell to', IcpAnswer, async (domain) =>
    findCompanyIcps(reads, await companiesOf([domain])),
  )
  offerByPath(app, 'has-customers', 'hasCustomers', 'Are customers of it known?', HasCustomersAnswer, async (domain) =>
    countCustomers(reads, await companiesOf([domain])),
  )
  offerByPath(
    app,
    'has-case-studies',
    'hasCaseStudies',
    'Are case studies of it read?',
    HasCaseStudiesAnswer,
    async (domain) => countCaseStudies(reads, await companiesOf([domain])),
  )
}

const profiles = 'https://www.linkedin.com/in/'

function valuesOf(groups: readonly (readonly string[])[], before: string): string[][] {
  return groups.map((keys) => keys.map((key) => before + keyValue(key)))
}

/** The same answer at `GET /api/companies/{domain}/…`. */
function offerByPath(
  app: App,
  name: string,
  operationId: string,
  summary: string,
  answer: TProperties,
  find: (domain: string) => Promise<readonly object[]>,
): void {
  app.get(
    `/api/companies/:domain/${name}`,
    {
      schema: {
        operationId,
        tags: ['lookups'],
        summary,
        params: Type.Object({ domain: Type.String({ maxLength: 500 }) }),
        response: {
          200: Type.Object({ success: Type.Literal(true), domain: Type.String(), ...answer }),
          ...problems(400, 422),
        },
      },
    },
    async ({ params }) => {
      const domain = requireKey(byDomain, params.domain)
      return { success: true as const, domain, ...(await find(domain))[0] }
    },
  )
}
