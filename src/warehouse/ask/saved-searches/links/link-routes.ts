import { Type } from 'typebox'
import { asOperator, type Database } from '../../../../db/database.ts'
import { type App, callerOf, problems } from '../../../../route.ts'
import { bringUp } from '../../search-index/bring-up.ts'
import { Id, nameOf } from '../answers.ts'
import { listLinks } from './list-links.ts'
import { makeLink } from './make-link.ts'
import { revokeLink } from './revoke-link.ts'
import { NewLink, ShareLink } from './schema.ts'

const tags = ['saved searches']
const LinkParams = Type.Object({ id: Type.String({ maxLength: 100 }), link_id: Type.String({ maxLength: 100 }) })
const Told = Type.Object({ success: Type.Literal(true), ...ShareLink.properties })

/** Inside the scope `admin`: what is stored leaves the house. */
export function linkRoutes(app: App, { db }: { db: Database }): void {
  app.post(
    '/v1/saved-searches/:id/links',
    {
      schema: {
        operationId: 'createShareLink',
        tags,
        summary: 'Make a link to some rows of a saved search',
        description:
          'Whoever has the link sees these rows in full, and how many more there are; no key is needed. Rows and number are ' +
          'decided now and stay. Nothing about the other rows can be found out by it.',
        params: Id,
        body: NewLink,
        response: { 201: Told, ...problems(400, 404, 410, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      await bringUp(db)
      const by = nameOf(callerOf(request))
      const link = await asOperator(db, (tx) => makeLink(tx, request.params.id, request.body, by))
      return reply.code(201).send({ success: true as const, ...link })
    },
  )

  app.get(
    '/v1/saved-searches/:id/links',
    {
      schema: {
        operationId: 'listShareLinks',
        tags,
        summary: 'Links to a saved search',
        description: 'The newest 500, those that ended too, with how often each was looked at.',
        params: Id,
        response: {
          200: Type.Object({ success: Type.Literal(true), links: Type.Array(ShareLink) }),
          ...problems(404, 410),
        },
      },
    },
    async ({ params }) => ({ success: true as const, links: await asOperator(db, (tx) => listLinks(tx, params.id)) }),
  )

  app.delete(
    '/v1/saved-searches/:id/links/:link_id',
    {
      schema: {
        operationId: 'revokeShareLink',
        tags,
        summary: 'Revoke a link',
        description: 'It shows nothing from the next view on. Revoking again changes nothing.',
        params: LinkParams,
        response: { 200: Told, ...problems(404) },
      },
    },
    async (request) => {
      const { id, link_id } = request.params
      const by = nameOf(callerOf(request))
      return { success: true as const, ...(await asOperator(db, (tx) => revokeLink(tx, id, link_id, by))) }
    },
  )
}
