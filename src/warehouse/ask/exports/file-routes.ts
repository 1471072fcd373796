import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { type Database, reader } from '../../../db/database.ts'
import { AppError, notFound } from '../../../errors.ts'
import { tokenBuckets } from '../../../http/token-bucket.ts'
import { type App, problems } from '../../../route.ts'
import { readSecret } from '../saved-searches/links/share-secret.ts'
import { readToken } from './download-token.ts'
import { fileKinds } from './encoder.ts'
import { findFile, type KeptFile } from './get-exports.ts'
import { readFile } from './read-file.ts'
import { readRange } from './read-range.ts'

/** Downloads per second of one address and how many at once: a program that reads by ranges asks often. */
const rate = { perSecond: 50, burst: 500 }
/** A client that takes nothing for so long has gone. */
export const STALLED_MS = 120_000

const Id = Type.Object({ id: Type.String({ maxLength: 100 }) })
const Token = Type.Object({ token: Type.String({ maxLength: 500 }) })

/** Inside the scope `read`: by key. */
export function exportFileRoutes(app: App, { db }: { db: Database }): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { id } = request.params as Static<typeof Id>
    return sendFile(db, request, reply, await findFile(reader(db), id), id)
  }
  app.get('/v1/exports/:id/file', { schema: fileSchema, exposeHeadRoute: false }, handler)
  app.head('/v1/exports/:id/file', { schema: { hide: true, params: Id } }, handler)
}

/** Outside every scope: the link is the permission, and has a rate limit of its own. */
export function exportLinkRoutes(app: App, { db }: { db: Database }): void {
  const buckets = tokenBuckets(rate.perSecond, rate.burst)
  let secret: Buffer | undefined

  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const wait = buckets.take(request.ip)
    if (wait > 0) {
      const message = 'Too many downloads from this address'
      throw new AppError(429, 'rate_limited', message, { retryAfter: Math.max(1, wait) })
    }
    secret ??= await readSecret(reader(db))
    const { token } = request.params as Static<typeof Token>
    const download = secret === undefined ? undefined : readToken(secret, token)
    if (download === undefined) throw notFound('export', 'under this link')
    if (download.until * 1000 <= Date.now()) throw ended()
    return sendFile(db, request, reply, await findFile(reader(db), download.id), 'under this link')
  }
  app.get('/exports/:token', { schema: linkSchema, exposeHeadRoute: false }, handler)
  app.head('/exports/:token', { schema: { hide: true, params: Token } }, handler)
}

function ended(): AppError {
  return new AppError(410, 'export_link_expired', 'This link has ended: GET /v1/exports/{id} gives another')
}

function sendFile(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  file: KeptFile | undefined,
  asked: string,
): FastifyReply {
  if (file === undefined) throw notFound('export_file', asked)
  const { id, bytes } = file
  const etag = `"${id}"`
  const ifRange = request.headers['if-range']
  const range = ifRange === undefined || ifRange === etag ? readRange(request.headers.range, bytes) : undefined
  reply
    .type(fileKinds[file.format].contentType)
    .header('content-disposition', `attachment; filename="${fileName(file)}"`)
    .header('accept-ranges', 'bytes')
    .header('etag', etag)
  if (range === null) return reply.code(416).header('content-range', `bytes */${bytes}`).send()
  const { start, end } = range ?? { start: 0, end: bytes - 1 }
  reply.header('content-length', end + 1 - start)
  if (range !== undefined) reply.code(206).header('content-range', `bytes ${start}-${end}/${bytes}`)
  if (request.method === 'HEAD') return reply.send()
  endStalled(reply)
  return reply.send(readFile(db, id, start, end))
}

/** Cuts off a client that takes nothing: what it keeps open would stay open for ever. */
export function endStalled(reply: FastifyReply): void {
  reply.raw.setTimeout(STALLED_MS, () => reply.raw.destroy())
}

/** Such as leads-2026-03-14.csv. */
export function fileName({ kind, format, finished_at }: Pick<KeptFile, 'kind' | 'format' | 'finished_at'>): string {
  return `${kind}-${finished_at.slice(0, 10)}.${fileKinds[format].extension}`
}

const content = Object.fromEntries(
  Object.values(fileKinds).map(({ contentType }) => [
    contentType.split(';', 1)[0],
    { schema: Type.String({ format: 'binary' }) },
  ]),
)
/** The answer that is a file. */
export const fileAnswer = { description: 'The file', content }

const fileSchema = {
  operationId: 'downloadExport',
  tags: ['exports'],
  summary: 'Download the file of an export',
  description: 'One range may be asked for, so a download that broke off can go on.',
  params: Id,
  response: { 200: fileAnswer, 206: { ...fileAnswer, description: 'A part of it' }, ...problems(404) },
}

const linkSchema = {
  operationId: 'openExportLink',
  tags: ['exports'],
  summary: 'Download the file of an export by its link',
  description: '`download_url` of GET /v1/exports/{id}: it needs no key and holds for an hour. Ranges are possible.',
  security: [],
  params: Token,
  response: {
    200: fileAnswer,
    206: { ...fileAnswer, description: 'A part of it' },
    ...problems(404, 410, 429, 500, 503),
  },
}
