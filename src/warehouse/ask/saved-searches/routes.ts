import { asOperator, type Database } from '../../../db/database.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import { countMatches } from '../search/count-matches.ts'
import { requireFields } from '../search/routes.ts'
import { bringUp } from '../search-index/bring-up.ts'
import {
  Changed,
  Deleted,
  Id,
  Listed,
  ListQuery,
  lateness,
  nameOf,
  namesIn,
  ResultsQuery,
  Rows,
  Saved,
  Shown,
} from './answers.ts'
import { changeSearch } from './change-search.ts'
import { createSearch } from './create-search.ts'
import { deleteSearch } from './delete-search.ts'
import { getSearch, showSearch } from './get-search.ts'
import { findResults } from './list-results.ts'
import { listSearches } from './list-searches.ts'
import { readCriteria } from './read-criteria.ts'
import { selectFields } from './rows-of.ts'
import { NewSearch, SearchChange } from './schema.ts'

/** Rows that the answer to saving shows. */
const SAMPLE = 5
const tags = ['saved searches']

/**
 * Inside the scope `read`: a saved search is a question, and shows nobody more than asking it does. Every change is a
 * version and deleting is soft, so what one reader changes another can put back.
 */
export function savedSearchRoutes(app: App, { db }: { db: Database }): void {
  app.post(
    '/v1/saved-searches',
    {
      schema: {
        operationId: 'createSavedSearch',
        tags,
        summary: 'Save a search',
        description:
          'Answers at once with how many match and the first five. Who matches now is remembered, so the first run tells ' +
          'what is new since saving. See docs/saved-searches.md.',
        body: NewSearch,
        response: { 201: Saved, ...problems(400, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const late = lateness(await bringUp(db))
      const answer = await asOperator(db, async (tx) => {
        const { search, run } = await createSearch(tx, request.body, nameOf(callerOf(request)))
        const { rows } = await findResults(tx, search, { limit: SAMPLE, count: 'none' })
        return {
          success: true as const,
          ...search,
          count: run.total,
          count_is: 'exact' as const,
          ...late,
          sample: rows,
          run,
        }
      })
      return reply.code(201).send(answer)
    },
  )

  app.get(
    '/v1/saved-searches',
    {
      schema: {
        operationId: 'listSavedSearches',
        tags,
        summary: 'List saved searches',
        description: 'The newest first.',
        querystring: ListQuery,
        response: { 200: Listed, ...problems(400) },
      },
    },
    async ({ query }) => {
      const { searches, total, cursor } = await asOperator(db, (tx) => listSearches(tx, query))
      const meta = { total, total_is: 'exact' as const, limit: query.limit, offset: query.offset, cursor }
      return { success: true as const, data: searches, meta }
    },
  )

  app.get(
    '/v1/saved-searches/:id',
    {
      schema: {
        operationId: 'getSavedSearch',
        tags,
        summary: 'A saved search with its versions',
        params: Id,
        response: { 200: Shown, ...problems(404, 410) },
      },
    },
    async ({ params }) => ({ success: true as const, ...(await asOperator(db, (tx) => showSearch(tx, params.id))) }),
  )

  app.patch(
    '/v1/saved-searches/:id',
    {
      schema: {
        operationId: 'changeSavedSearch',
        tags,
        summary: 'Change a saved search',
        description:
          'Each change is a version, with what differs. `criteria` are replaced as a whole, asked at once, and compared ' +
          'with the last run: `run` says how many enter and leave by the change. What changes nothing makes no version.',
        params: Id,
        body: SearchChange,
        response: { 200: Changed, ...problems(400, 404, 409, 410, 413, 415, 422) },
      },
    },
    async (request) => {
      const late = lateness(await bringUp(db))
      return asOperator(db, async (tx) => {
        const { search, run } = await changeSearch(tx, request.params.id, request.body, nameOf(callerOf(request)))
        const { rows } = await findResults(tx, search, { limit: SAMPLE, count: 'none' })
        const counted = await (run === null
          ? countMatches(tx, search.kind, readCriteria(search.kind, search.criteria))
          : { total: run.total, total_is: 'exact' as const })
        const count = { count: counted.total, count_is: counted.total_is }
        return { success: true as const, ...search, ...count, ...late, sample: rows, run }
      })
    },
  )

  app.delete(
    '/v1/saved-searches/:id',
    {
      schema: {
        operationId: 'deleteSavedSearch',
        tags,
        summary: 'Delete a saved search',
        description: 'Softly: its past is kept. Its links show nothing from now on.',
        params: Id,
        response: { 200: Deleted, ...problems(404, 410) },
      },
    },
    async ({ params }) => ({ success: true as const, ...(await asOperator(db, (tx) => deleteSearch(tx, params.id))) }),
  )

  app.get(
    '/v1/saved-searches/:id/results',
    {
      schema: {
        operationId: 'listSavedSearchResults',
        tags,
        summary: 'Who match a saved search now',
        description: 'In the order of the search, page by page. Remembers nothing: what is new is told by a run.',
        params: Id,
        querystring: ResultsQuery,
        response: { 200: Rows, ...problems(400, 404, 410) },
      },
    },
    async ({ params, query }) => {
      const late = lateness(await bringUp(db))
      return asOperator(db, async (tx) => {
        const search = await getSearch(tx, params.id)
        const fields = requireFields(search.kind, namesIn(query.fields)) ?? undefined
        const { rows, cursor, total, total_is } = await findResults(tx, search, query)
        const meta = { total, total_is, limit: query.limit, offset: query.offset, cursor, ...late }
        return { success: true as const, data: rows.map((row) => selectFields(row, fields)), meta }
      })
    },
  )
}
