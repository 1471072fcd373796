import { Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import { requireDomain } from '../../workflows/subject.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { deleteIcp } from './delete-icp.ts'
import { patchIcp } from './patch-icp.ts'
import { putIcp } from './put-icp.ts'
import { requireCriteria } from './require-criteria.ts'
import { Params, Which } from './routes.ts'
import { IcpAnswer, IcpBody } from './schema.ts'
import { showIcp } from './show-icp.ts'

const tags = ['icp']

/** Inside the scope `ingest`: payloads write ICPs too. */
export function changeIcpRoutes(app: App, { db }: { db: Database }): void {
  app.put(
    '/v1/icp/:domain',
    {
      schema: {
        operationId: 'putIcp',
        tags,
        summary: 'Store an ICP',
        description:
          'Whole: what is not given does not restrict. With `slug` a named one beside that of the domain. Values are ' +
          'brought to the spelling of the data ("USA" to "United States"); what was before is kept as a version.',
        params: Params,
        querystring: Which,
        body: IcpBody,
        response: { 200: IcpAnswer, 201: IcpAnswer, ...problems(400, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const { params, query, body } = request
      const about = {
        domain: requireDomain(params.domain, 'domain'),
        slug: query.slug ?? null,
        notes: body.notes ?? null,
      }
      const by = callerOf(request).keyId
      await bringUp(db) // so that values of what was just ingested are known
      const { icp, created } = await asOperator(db, async (tx) =>
        putIcp(tx, { ...about, ...(await requireCriteria(tx, body)), by }),
      )
      return reply.code(created ? 201 : 200).send({ success: true as const, ...showIcp(icp) })
    },
  )

  app.patch(
    '/v1/icp/:domain',
    {
      schema: {
        operationId: 'patchIcp',
        tags,
        summary: 'Change criteria of an ICP',
        description: 'Those that are named, and no other; null or an empty list takes one away.',
        params: Params,
        querystring: Which,
        body: IcpBody,
        response: { 200: IcpAnswer, ...problems(400, 404, 413, 415, 422) },
      },
    },
    async (request) => {
      const { params, query, body } = request
      const about = { domain: requireDomain(params.domain, 'domain'), slug: query.slug ?? null }
      const by = callerOf(request).keyId
      await bringUp(db)
      const icp = await asOperator(db, (tx) => patchIcp(tx, { ...about, ...body, by }))
      return { success: true as const, ...showIcp(icp) }
    },
  )

  app.delete(
    '/v1/icp/:domain',
    {
      schema: {
        operationId: 'deleteIcp',
        tags,
        summary: 'Take an ICP away',
        description: 'Its versions stay. A payload with an ICP of the domain that arrives later brings one back.',
        params: Params,
        querystring: Which,
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            domain: Type.String(),
            slug: Type.Union([Type.String(), Type.Null()]),
          }),
          ...problems(400, 404, 422),
        },
      },
    },
    async (request) => {
      const { params, query } = request
      const about = { domain: requireDomain(params.domain, 'domain'), slug: query.slug ?? null }
      const by = callerOf(request).keyId
      await asOperator(db, (tx) => deleteIcp(tx, { ...about, by }))
      return { success: true as const, ...about }
    },
  )
}
