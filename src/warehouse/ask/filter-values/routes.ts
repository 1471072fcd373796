import { type TSchema, Type } from 'typebox'
import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { listSignals } from './list-signals.ts'
import { listBusinessModels, listCountries, listEmployeeRanges, listValues, valuesCountedAt } from './list-values.ts'
import {
  AllFilters,
  CountryOption,
  EmployeeRangeOption,
  FilterOption,
  JobTitleOption,
  SignalOption,
  suggestionsOf,
  TechnologyOption,
} from './schema.ts'
import { suggestJobTitles, suggestTechnologies } from './suggest-values.ts'

const lists: [path: string, name: string, what: string, option: TSchema, list: (tx: Tx) => Promise<unknown[]>][] = [
  ['seniorities', 'Seniorities', 'levels of people', FilterOption, (tx) => listValues(tx, 'seniority')],
  ['job-functions', 'JobFunctions', 'functions of people', FilterOption, (tx) => listValues(tx, 'job_function')],
  ['employee-ranges', 'EmployeeRanges', 'size ranges of companies', EmployeeRangeOption, listEmployeeRanges],
  ['industries', 'Industries', 'industries of companies', FilterOption, (tx) => listValues(tx, 'industry')],
  ['signals', 'Signals', 'signals', SignalOption, listSignals],
  ['business-models', 'BusinessModels', 'business models of companies', FilterOption, listBusinessModels],
  ['countries', 'Countries', 'countries of people and companies', CountryOption, listCountries],
]

/** Inside the scope `read`: what filters take, and how many have it. */
export function filterValueRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/api/filters',
    {
      schema: {
        operationId: 'listFilters',
        tags: ['ask'],
        summary: 'List what filters take',
        description:
          'All lists at once. Values of the vocabulary stand first, also those that nobody has; then others that rows ' +
          'have. Counts are made every five minutes; `counted_at` says when.',
        response: { 200: AllFilters },
      },
    },
    async () => {
      await bringUp(db)
      return asOperator(db, async (tx) => ({
        success: true as const,
        seniorities: await listValues(tx, 'seniority'),
        job_functions: await listValues(tx, 'job_function'),
        employee_ranges: await listEmployeeRanges(tx),
        industries: await listValues(tx, 'industry'),
        signals: await listSignals(tx),
        business_models: await listBusinessModels(tx),
        countries: await listCountries(tx),
        counted_at: await valuesCountedAt(tx),
      }))
    },
  )
  for (const [path, name, what, option, list] of lists) {
    app.get(
      `/api/filters/${path}`,
      {
        schema: {
          operationId: `list${name}`,
          tags: ['ask'],
          summary: `List ${what} to filter by`,
          description: 'As in `GET /api/filters`.',
          response: { 200: Type.Array(option) },
        },
      },
      async () => asOperator(db, list),
    )
  }
  offerSuggestions(app, db, 'technologies', 'Technologies', TechnologyOption, suggestTechnologies)
  offerSuggestions(app, db, 'job-titles', 'JobTitles', JobTitleOption, suggestJobTitles)
}

function offerSuggestions(
  app: App,
  db: Database,
  path: string,
  name: string,
  option: ReturnType<typeof Type.Object>,
  suggest: (tx: Tx, typed: string, limit: number) => Promise<Record<string, unknown>[]>,
): void {
  const what = path.replace('-', ' ')
  app.get(
    `/api/filters/${path}`,
    {
      schema: {
        operationId: `suggest${name}`,
        tags: ['ask'],
        summary: `Find ${what} while somebody types`,
        description:
          'Every word of `q` begins a word of the name. Those that begin with `q` come first, then the shortest. Counts ' +
          'end at 1,000; `count_is` says so.',
        querystring: Type.Object({
          q: Type.String({ maxLength: 1_000, default: '', description: 'What is typed so far' }),
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
        }),
        response: { 200: suggestionsOf(option), ...problems(400) },
      },
    },
    async ({ query: { q, limit } }) => ({
      success: true as const,
      data: await asOperator(db, (tx) => suggest(tx, q.replaceAll('\0', ''), limit)),
    }),
  )
}
