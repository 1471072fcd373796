import { Type } from 'typebox'
import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { byDomain, requireKey } from '../../reference/lookups/keyed-lookup.ts'
import { countParam, type PageQuery, pageParams } from '../leads/list-page.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { showCustomerInsights } from './customer-insights.ts'
import { findSimilar } from './find-similar.ts'
import { getCompany } from './get-company.ts'
import { showAds } from './list-advertisers.ts'
import { listCustomers } from './list-customers.ts'
import { CompanyAds, Customer, CustomerInsights, listOf, OneCompany, SimilarCompany } from './schema.ts'

const params = Type.Object({ domain: Type.String({ maxLength: 500, description: byDomain.description }) })
const tags = ['ask']

/** Inside the scope `read`: one company, and what is known around it. */
export function companyRoutes(app: App, { db }: { db: Database }): void {
  /** The canonical domain that is asked about, and a transaction that sees what was acknowledged. */
  async function about<T>(given: { domain: string }, find: (tx: Tx, domain: string) => Promise<T>): Promise<T> {
    const domain = requireKey(byDomain, given.domain)
    await bringUp(db)
    return asOperator(db, (tx) => find(tx, domain))
  }

  app.get(
    '/api/companies/:domain',
    {
      schema: {
        operationId: 'getCompanyByDomain',
        tags,
        summary: 'Show a company',
        description:
          'With its description and how many people work there. A domain whose company became part of another shows that ' +
          'one, and `redirected_from` says so. Where each value comes from: `GET /v1/companies/{id}`.',
        params,
        response: { 200: OneCompany, ...problems(404, 422) },
      },
    },
    async ({ params: given }) => ({ success: true as const, ...(await about(given, getCompany)) }),
  )

  app.get(
    '/api/companies/:domain/customers',
    {
      schema: {
        operationId: 'listCustomers',
        tags,
        summary: 'List the customers of a company',
        description:
          'Those whose domain is known, stated or resolved from the name, by domain. An unknown company has none.',
        params,
        querystring: Type.Object({
          ...pageParams(500),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
          ...countParam,
        }),
        response: { 200: listOf(Customer), ...problems(400, 422) },
      },
    },
    async ({ params: given, query }) => {
      const found = await about(given, (tx, domain) => listCustomers(tx, domain, query as PageQuery))
      return { success: true as const, ...found }
    },
  )

  app.get(
    '/api/companies/:domain/customer-insights',
    {
      schema: {
        operationId: 'getCustomerInsights',
        tags,
        summary: 'Show who buys from a company',
        description:
          'Industries, sizes and countries of its customers, and titles of those who speak in its case studies, each with ' +
          'how many.',
        params,
        response: { 200: CustomerInsights, ...problems(422) },
      },
    },
    async ({ params: given }) =>
      about(given, async (tx, domain) => ({
        success: true as const,
        domain,
        ...(await showCustomerInsights(tx, domain)),
      })),
  )

  app.get(
    '/api/companies/:domain/ads',
    {
      schema: {
        operationId: 'getCompanyAds',
        tags,
        summary: 'Show where a company advertises',
        description: 'On each platform what was seen last; null where nobody has looked.',
        params,
        response: { 200: CompanyAds, ...problems(422) },
      },
    },
    async ({ params: given }) =>
      about(given, async (tx, domain) => ({ success: true as const, domain, ...(await showAds(tx, domain)) })),
  )

  app.get(
    '/api/companies/:domain/similar',
    {
      schema: {
        operationId: 'listSimilarCompanies',
        tags,
        summary: 'List companies like this one',
        description:
          'Compared by what is stored: industry, size, common customers, country, technologies, tags, investors, city and ' +
          'business model. Each has a score in percent of what is known of this company, and the reasons. It is computed ' +
          'anew for each request and nobody outside is asked, so `refresh` changes nothing; it is accepted for callers that ' +
          'send it.',
        params,
        querystring: Type.Object({
          refresh: Type.Boolean({ default: false, description: 'Accepted, and without effect' }),
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
        }),
        response: {
          200: Type.Object({
            domain: Type.String(),
            compared_by: Type.Array(Type.String(), { description: 'Criteria of which something is known' }),
            ...listOf(SimilarCompany).properties,
          }),
          ...problems(404, 422),
        },
      },
    },
    async ({ params: given, query: { limit } }) => {
      const found = await about(given, (tx, domain) => findSimilar(tx, domain, limit))
      const meta = { total: found.data.length, total_is: 'none' as const, limit, offset: 0, cursor: null }
      return { success: true as const, ...found, meta }
    },
  )
}
