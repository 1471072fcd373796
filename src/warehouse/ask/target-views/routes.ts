import { Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { deleteView } from './delete-view.ts'
import { getView } from './get-view.ts'
import { saveView } from './save-view.ts'
import { NewView, View } from './schema.ts'
import { viewEndpoints } from './view-endpoints.ts'

const tags = ['views']
const Slug = Type.Object({ slug: Type.String({ maxLength: 200 }) })
const Saved = Type.Object({
  success: Type.Literal(true),
  data: View,
  url: Type.String({ description: 'Where the view is used, such as /api/leads?view=acme-com' }),
})

/** Lists that ask for something of their own are used as what they are, a filter of all leads. */
function placeOf(endpoint: string): string {
  return viewEndpoints[endpoint]?.required === undefined ? endpoint : '/api/leads'
}

/** Inside the scope `ingest`: saving and deleting. */
export function targetViewRoutes(app: App, { db }: { db: Database }): void {
  app.post(
    '/api/target-views',
    {
      schema: {
        operationId: 'saveTargetView',
        tags,
        summary: 'Save the view of a domain',
        description:
          'Creates it (201), or replaces the one the domain has (200), whose slug stays. Filters are checked as the ' +
          'endpoint would: a wrong one is 400 `filter_invalid` with what it may be.',
        body: NewView,
        response: { 200: Saved, 201: Saved, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }, reply) => {
      // A value that has just been stored is one that exists.
      await bringUp(db)
      const { view, created } = await asOperator(db, (tx) => saveView(tx, body))
      return reply
        .code(created ? 201 : 200)
        .send({ success: true as const, data: view, url: `${placeOf(view.endpoint)}?view=${view.slug}` })
    },
  )

  app.delete(
    '/api/target-views/:slug',
    {
      schema: {
        operationId: 'deleteTargetView',
        tags,
        summary: 'Delete a saved view',
        params: Slug,
        response: {
          200: Type.Object({ success: Type.Literal(true), slug: Type.String(), deleted: Type.Literal(true) }),
          ...problems(404),
        },
      },
    },
    async ({ params: { slug } }) => {
      await asOperator(db, (tx) => deleteView(tx, slug))
      return { success: true as const, slug, deleted: true as const }
    },
  )
}

/** Inside the scope `read`. */
export function showTargetViewRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/api/target-views/:slug',
    {
      schema: {
        operationId: 'getTargetView',
        tags,
        summary: 'Show a saved view',
        params: Slug,
        response: {
          200: Type.Object({ success: Type.Literal(true), ...View.properties }),
          ...problems(404),
        },
      },
    },
    async ({ params: { slug } }) => ({ success: true as const, ...(await asOperator(db, (tx) => getView(tx, slug))) }),
  )
}
