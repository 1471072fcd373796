import { type Static, Type } from 'typebox'
import { asOperator, type Database, reader, type Tx } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { allOf, type Condition } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { countParam, listPage, pageParams } from '../leads/list-page.ts'
import { readView, viewParams } from '../leads/read-query.ts'
import { splitValues } from '../leads/split-values.ts'
import { readCompanies } from '../search/read-rows.ts'
import { CompanyRow } from '../search/schema.ts'
import { COMPANY_SORTS } from '../search/sorts.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { keepLargestCompanies } from './largest-companies.ts'
import { listOf } from './schema.ts'
import { suggestCompanies } from './suggest-companies.ts'

const Values = (description: string) =>
  Type.Optional(Type.Array(Type.String({ maxLength: 4_000 }), { maxItems: 300, description }))

/** Filters of the list. Each may be given several times: one of the values must hold. */
const filters = {
  industry: Values('Industry in any usual spelling; repeat it for several'),
  employee_range: Values('Size range, such as 51-200; repeat it for several'),
  city: Values('City, whole'),
  state: Values('State, whole'),
  country: Values('Country in any usual spelling'),
  domain: Values('Domain in any form'),
  name: Values('Whole words of the name; several are a phrase'),
  business_model: Values('B2B, B2C or BOTH'),
}
const Filters = Type.Object(filters)
type Filters = Static<typeof Filters>

/** Inside the scope `read`: all companies, filtered or by what somebody has typed so far. */
export function companyListRoutes(app: App, { db }: { db: Database }): void {
  const reads = reader(db)
  const largestCompanies = keepLargestCompanies(reads)

  app.get(
    '/api/companies',
    {
      schema: {
        operationId: 'listCompanies',
        tags: ['ask'],
        summary: 'List companies',
        description:
          'Those for which all given filters hold, those with most people first. Other filters and combinations: ' +
          '`POST /v1/companies/search`.',
        querystring: Type.Object({
          ...filters,
          ...viewParams,
          sort: Type.Optional(Type.Enum([...COMPANY_SORTS], { description: `${COMPANY_SORTS[0]} unless given` })),
          ...pageParams(100),
          ...countParam,
        }),
        response: { 200: listOf(CompanyRow), ...problems(400, 404, 422) },
      },
    },
    async ({ query: { sort, limit, offset, cursor, count, view, target, ...given } }) => {
      await bringUp(db)
      return asOperator(db, async (tx) => {
        const seen = await readView(tx, 'companies', { ...(view && { view }), ...(target && { target }) })
        const where = allOf(await readFilters(tx, given), seen)
        const page = { limit, offset, ...(cursor !== undefined && { cursor }), ...(count !== undefined && { count }) }
        const { ids, meta } = await listPage(tx, 'companies', { where, page, ...(sort !== undefined && { sort }) })
        return { success: true as const, data: await readCompanies(tx, ids), meta }
      })
    },
  )

  app.get(
    '/api/companies/search',
    {
      schema: {
        operationId: 'suggestCompanies',
        tags: ['ask'],
        summary: 'Find companies while somebody types',
        description:
          'Every word of `q` begins a word of the name or of the domain, or the domain begins with it. Names and domains ' +
          'that are exactly this come first, then those with most people. Nothing in `q` is a pattern.',
        querystring: Type.Object({
          q: Type.String({ maxLength: 1_000, description: 'What is typed so far' }),
          limit: Type.Integer({ minimum: 1, maximum: 50, default: 10 }),
        }),
        response: { 200: listOf(CompanyRow), ...problems(400) },
      },
    },
    async ({ query: { q, limit } }) => {
      const typed = q.replaceAll('\0', '')
      const suggest = async () => suggestCompanies(reads, await largestCompanies(), { typed, limit })
      let ids = await suggest()
      if (ids.length === 0) {
        // Perhaps it arrived this moment. Asked for each keystroke, this would cost as much as the search.
        await bringUp(db)
        ids = await suggest()
      }
      const data = await asOperator(db, (tx) => readCompanies(tx, ids))
      return {
        success: true as const,
        data,
        meta: { total: data.length, total_is: 'none' as const, limit, offset: 0, cursor: null },
      }
    },
  )
}

async function readFilters(tx: Tx, given: Filters): Promise<Condition> {
  const filter: Record<string, string[]> = {}
  for (const name of Object.keys(filters) as (keyof typeof filters)[]) {
    const values = (given[name] ?? []).filter((value) => value.trim() !== '')
    if (values.length > 0) filter[name] = await splitValues(tx, 'companies', name, values)
  }
  return readFilter('companies', filter, '')
}
