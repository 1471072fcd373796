import { Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import { requireFields } from '../search/routes.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { Cursor, Fields, Id, Limit, lateness, nameOf, namesIn, Ran, Rows, Runs } from './answers.ts'
import { listRunRows, listRuns } from './list-run-rows.ts'
import { selectFields } from './rows-of.ts'
import { runSearch } from './run-search.ts'

/** Rows of each list that the answer to a run shows. */
const SAMPLE = 5
const tags = ['saved searches']
const RunParams = Type.Object({
  id: Type.String({ maxLength: 100 }),
  run: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
})
const RunRowsQuery = Type.Object({
  change: Type.Union([Type.Literal('new'), Type.Literal('left')], { default: 'new' }),
  limit: Limit,
  cursor: Cursor,
  fields: Fields,
})

/** Inside the scope `read`. */
export function runRoutes(app: App, { db }: { db: Database }): void {
  app.post(
    '/v1/saved-searches/:id/run',
    {
      schema: {
        operationId: 'runSavedSearch',
        tags,
        summary: 'What is new since the last time',
        description:
          'Asks the search again, today, and compares with its last run: who is new, who left, who stayed. Somebody ' +
          'who was merged with another one since is not new. At most 100,000 are remembered, the newest; `complete` says ' +
          'whether these are all.',
        params: Id,
        response: { 200: Ran, ...problems(404, 409, 410) },
      },
    },
    async (request) => {
      const { id } = request.params
      const late = lateness(await bringUp(db))
      return asOperator(db, async (tx) => {
        const { search, run } = await runSearch(tx, id, nameOf(callerOf(request)))
        const { rows: arrived } = await listRunRows(tx, id, { run: run.run, change: 'new', limit: SAMPLE })
        const { rows: left } = await listRunRows(tx, id, { run: run.run, change: 'left', limit: SAMPLE })
        return { success: true as const, search_id: search.id, ...run, ...late, new_sample: arrived, left_sample: left }
      })
    },
  )

  app.get(
    '/v1/saved-searches/:id/runs',
    {
      schema: {
        operationId: 'listSavedSearchRuns',
        tags,
        summary: 'Runs of a saved search',
        description: 'The last one first.',
        params: Id,
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }) }),
        response: { 200: Runs, ...problems(400, 404, 410) },
      },
    },
    async ({ params, query }) => ({
      success: true as const,
      runs: await asOperator(db, (tx) => listRuns(tx, params.id, query.limit)),
    }),
  )

  app.get(
    '/v1/saved-searches/:id/runs/:run/rows',
    {
      schema: {
        operationId: 'listSavedSearchRunRows',
        tags,
        summary: 'Who was new at a run, or had left',
        description: 'The newest first, as they are now. The lists of the last ten runs are kept.',
        params: RunParams,
        querystring: RunRowsQuery,
        response: { 200: Rows, ...problems(400, 404, 410) },
      },
    },
    async ({ params, query }) => {
      const { run, id } = params
      const { limit, change, cursor } = query
      return asOperator(db, async (tx) => {
        const page = await listRunRows(tx, id, { run, change, limit, cursor })
        const fields = requireFields(page.search.kind, namesIn(query.fields)) ?? undefined
        const meta = { total: page.total, total_is: 'exact' as const, limit, offset: 0, cursor: page.cursor }
        return { success: true as const, data: page.rows.map((row) => selectFields(row, fields)), meta }
      })
    },
  )
}
