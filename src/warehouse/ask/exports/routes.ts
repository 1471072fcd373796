import { type Static, Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import { ensureSecret } from '../saved-searches/links/share-secret.ts'
import { ListMeta } from '../search/schema.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { createExport } from './create-export.ts'
import { fileKinds } from './encoder.ts'
import { endExport } from './end-exports.ts'
import { endStalled, fileAnswer, fileName } from './file-routes.ts'
import { getExport, listExports } from './get-exports.ts'
import { askToMake } from './jobs.ts'
import { EXPORT_STATUSES, ExportJob, ExportRequest } from './schema.ts'
import { exportStreams } from './stream-export.ts'

const tags = ['exports']
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) })
const Told = Type.Object({ success: Type.Literal(true), export: ExportJob })

/** Inside the scope `read`: an export shows nobody more than the searches it could ask for. */
export function exportRoutes(app: App, { db }: { db: Database }): void {
  const streams = exportStreams(db)

  app.post('/v1/exports', { schema: createSchema }, async (request, reply) => {
    const { delivery, ...order } = request.body as ExportRequest
    if (delivery === 'job') {
      await bringUp(db)
      const created = await asOperator(db, async (tx) => {
        const id = await createExport(tx, order, callerOf(request).keyId)
        return getExport(tx, id, await ensureSecret(tx))
      })
      await askToMake(db)
      return reply.code(202).send({ success: true, export: created })
    }
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort(left()))
    const { stream, behind } = await streams.open(order, gone.signal)
    if (behind) reply.header('x-galena-behind', 'true')
    endStalled(reply)
    const name = fileName({ ...order, finished_at: new Date().toISOString() })
    return reply
      .type(fileKinds[order.format].contentType)
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(stream)
  })

  app.get('/v1/exports', { schema: listSchema }, async ({ query }) => {
    const asked = query as Static<typeof ListQuery>
    const { data, cursor } = await asOperator(db, async (tx) => listExports(tx, asked, await ensureSecret(tx)))
    const meta = { total: null, total_is: 'none' as const, limit: asked.limit, offset: 0, cursor }
    return { success: true as const, data, meta }
  })

  app.get('/v1/exports/:id', { schema: getSchema }, async ({ params }) => {
    const { id } = params as Static<typeof Id>
    return {
      success: true as const,
      export: await asOperator(db, async (tx) => getExport(tx, id, await ensureSecret(tx))),
    }
  })

  app.delete('/v1/exports/:id', { schema: endSchema }, async ({ params }) => {
    const { id } = params as Static<typeof Id>
    const ended = await asOperator(db, async (tx) => {
      const secret = await ensureSecret(tx)
      await getExport(tx, id, secret)
      await endExport(tx, id)
      return getExport(tx, id, secret)
    })
    return { success: true as const, export: ended }
  })
}

/** Nobody reads it, and the log takes it for what it is. */
function left(): Error {
  return malformed('body_aborted', 'The connection was closed before the file was sent')
}

const createSchema = {
  operationId: 'createExport',
  tags,
  summary: 'Export what a search finds to CSV, NDJSON or Parquet',
  description:
    'All rows as they stand at one moment, however many. With `delivery: "stream"` the answer is the file, sent while it is ' +
    'made; a connection that ends before the file does stops the work. With `"job"` it is made in the background and kept ' +
    'for a day; see docs/exports.md.',
  body: ExportRequest,
  response: { 200: fileAnswer, 202: { ...Told, description: 'The job' }, ...problems(400, 413, 415, 422, 429, 503) },
}

const ListQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: '`meta.cursor` of the page before' })),
  status: Type.Optional(Type.Enum([...EXPORT_STATUSES])),
})

const listSchema = {
  operationId: 'listExports',
  tags,
  summary: 'List exports that were ordered as jobs',
  description: 'Newest first; each is remembered for 30 days.',
  querystring: ListQuery,
  response: {
    200: Type.Object({ success: Type.Literal(true), data: Type.Array(ExportJob), meta: ListMeta }),
    ...problems(400),
  },
}

const getSchema = {
  operationId: 'getExport',
  tags,
  summary: 'Show an export and how far it is',
  description: 'With a fresh link to its file once that is there.',
  params: Id,
  response: { 200: Told, ...problems(404) },
}

const endSchema = {
  operationId: 'endExport',
  tags,
  summary: 'Cancel an export, or delete its file',
  description: 'Work on it stops within seconds. One that has ended stays as it is.',
  params: Id,
  response: { 200: Told, ...problems(404) },
}
