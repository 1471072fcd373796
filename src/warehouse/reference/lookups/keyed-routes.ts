import { type TProperties, Type } from 'typebox'
import { type Database, reader } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { CustomersAnswer, findCompanyCustomers } from './company-customers.ts'
import { countCaseStudies, countCustomers, HasCaseStudiesAnswer, HasCustomersAnswer } from './company-evidence.ts'
import { findCompanyIcps, IcpAnswer } from './company-icp.ts'
import { byDomain, byProfile, offerKeyedLookup, requireKey } from './keyed-lookup.ts'
import { findPublicCompanies, PublicCompanyAnswer } from './public-company.ts'
import { findVcStatus, VcStatusAnswer } from './vc-status.ts'
import { findWorkHistories, WorkHistoryAnswer } from './work-history.ts'

/** Inside the scope `read`: what is known about a company by its domain, and about a person by the profile. */
export function keyedLookupRoutes(app: App, { db }: { db: Database }): void {
  const reads = reader(db)
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/run/companies/db/company-customers/lookup',
    operationId: 'lookUpCompanyCustomers',
    summary: 'Look up the customers of a company',
    description: 'Those whose domain is known, with what is known about them.',
    answer: CustomersAnswer,
    large: true,
    find: (domains) => findCompanyCustomers(reads, domains),
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
    find: (domains) => findCompanyIcps(reads, domains),
  })
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/run/companies/db/has-raised-vc-status/check',
    operationId: 'checkVcStatus',
    summary: 'Check whether a company has raised venture capital',
    description:
      'By all lists of portfolios and investors. A company that is not known has not, and there is no error.',
    answer: VcStatusAnswer,
    find: (domains) => findVcStatus(reads, domains),
  })
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/api/companies/public-company-info',
    operationId: 'getPublicCompanyInfo',
    summary: 'Show ticker and SEC number of a company',
    description: 'From tickers that were ingested; `note` says what is not known.',
    answer: PublicCompanyAnswer,
    find: (domains) => findPublicCompanies(reads, domains),
  })
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/api/companies/check-has-customers',
    operationId: 'checkHasCustomers',
    summary: 'Check whether customers of a company are known',
    description: 'By name, with a domain or without.',
    answer: HasCustomersAnswer,
    find: (domains) => countCustomers(reads, domains),
  })
  offerKeyedLookup(app, {
    key: byDomain,
    path: '/api/companies/check-has-case-studies',
    operationId: 'checkHasCaseStudies',
    summary: 'Check whether case studies of a company have been read',
    description: 'How many, and when the last one was.',
    answer: HasCaseStudiesAnswer,
    find: (domains) => countCaseStudies(reads, domains),
  })

  offerKeyedLookup(app, {
    key: byProfile,
    path: '/api/people/work-history',
    operationId: 'getWorkHistory',
    summary: 'Show the jobs of a person',
    description: 'Current ones first, then the latest.',
    answer: WorkHistoryAnswer,
    find: (urls) => findWorkHistories(reads, urls),
  })

  offerByPath(app, 'icp', 'getCompanyIcp', 'Show whom a company wants to sell to', IcpAnswer, (domain) =>
    findCompanyIcps(reads, [domain]),
  )
  offerByPath(app, 'has-customers', 'hasCustomers', 'Are customers of it known?', HasCustomersAnswer, (domain) =>
    countCustomers(reads, [domain]),
  )
  offerByPath(
    app,
    'has-case-studies',
    'hasCaseStudies',
    'Are case studies of it read?',
    HasCaseStudiesAnswer,
    (domain) => countCaseStudies(reads, [domain]),
  )
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
