import { type TProperties, Type } from 'typebox'
import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { countParam, type PageQuery, pageParams } from '../leads/list-page.ts'
import type { ListMeta } from '../search/schema.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { type AdPlatform, listAdvertisers } from './list-advertisers.ts'
import { listByTechnology } from './list-by-technology.ts'
import { listHiring } from './list-hiring.ts'
import { Advertiser, CompanyWithTechnology, HiringCompany, listOf } from './schema.ts'

const platforms: [AdPlatform, string][] = [
  ['google', 'Google'],
  ['linkedin', 'LinkedIn'],
  ['meta', 'Meta'],
]

/** Inside the scope `read`: companies by what they use, offer or pay for. */
export function companyByRoutes(app: App, { db }: { db: Database }): void {
  offerList(app, db, {
    path: '/api/companies/by-technology',
    operationId: 'listCompaniesByTechnology',
    summary: 'List companies that use a technology',
    description:
      'By all sources, those with most people first, with when it was seen there. `GET /api/filters/technologies` finds names.',
    params: { name: Type.String({ minLength: 1, maxLength: 500, description: 'Name of the technology, whole' }) },
    row: CompanyWithTechnology,
    find: (tx, { name, ...page }: PageQuery & { name: string }) => listByTechnology(tx, name, page),
  })
  offerList(app, db, {
    path: '/api/companies/by-job-title',
    operationId: 'listCompaniesByJobTitle',
    summary: 'List companies that hire for a title',
    description:
      'All words of `title` stand in the title of a posting. By domain, each with its latest postings. ' +
      '`GET /api/filters/job-titles` finds titles.',
    params: { title: Type.String({ minLength: 1, maxLength: 1_000, description: 'Words of the title' }) },
    row: HiringCompany,
    find: (tx, { title, ...page }: PageQuery & { title: string }) => listHiring(tx, title.replaceAll('\0', ''), page),
  })
  for (const [platform, name] of platforms) {
    offerList(app, db, {
      path: `/api/companies/by-${platform}-ads`,
      operationId: `listCompaniesBy${name}Ads`,
      summary: `List companies that run ads on ${name}`,
      description: 'Those with most ads first. Empty until payloads about ads arrive.',
      params: {},
      row: Advertiser,
      find: (tx, page: PageQuery) => listAdvertisers(tx, platform, page),
    })
  }
}

interface CompanyList<Query> {
  path: string
  operationId: string
  summary: string
  description: string
  params: TProperties
  row: ReturnType<typeof Type.Object>
  find: (tx: Tx, query: Query) => Promise<{ data: Record<string, unknown>[]; meta: ListMeta }>
}

function offerList<Query>(app: App, db: Database, list: CompanyList<Query>): void {
  const { path, operationId, summary, description, params, row, find } = list
  app.get(
    path,
    {
      schema: {
        operationId,
        tags: ['ask'],
        summary,
        description,
        querystring: Type.Object({ ...params, ...pageParams(200), ...countParam }),
        response: { 200: listOf(row), ...problems(400) },
      },
    },
    async ({ query }) => {
      await bringUp(db)
      const { data, meta } = await asOperator(db, (tx) => find(tx, query as Query))
      return { success: true as const, data, meta }
    },
  )
}
