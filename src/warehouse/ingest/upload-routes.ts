import type { IncomingMessage } from 'node:http'
import type { FastifyRequest, FastifySchema } from 'fastify'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { AppError, malformed, notFound, refused, unavailable } from '../../errors.ts'
import { type App, problems } from '../../route.ts'
import type { FileFormat } from './files/sniff-format.ts'
import { type ImportResult, importFile } from './import-file.ts'
import { importKinds, isImportKind } from './import-kinds.ts'
import { inflate } from './inflate.ts'
import type { Intake } from './intake.ts'
import { type StreamWatch, watchStream } from './watch-stream.ts'

const Query = Type.Object({
  vc_name: Type.Optional(
    Type.String({ maxLength: 500, description: 'The firm, for a portfolio that does not name it' }),
  ),
  vc_domain: Type.Optional(Type.String({ maxLength: 500 })),
  filename: Type.Optional(Type.String({ maxLength: 500, description: 'Kept with the upload' })),
})

const Upload = Type.Object({
  success: Type.Literal(true),
  upload_id: Type.String({ format: 'uuid', description: 'The same for the same bytes' }),
  rows: Type.Integer(),
  accepted: Type.Integer({ description: 'Rows that are stored, those known already included' }),
  deduplicated: Type.Integer({ description: 'Rows that were known already' }),
  refused: Type.Array(
    Type.Object({
      row: Type.Integer({ description: 'Line of the file, from 1' }),
      code: Type.String(),
      error: Type.String(),
    }),
    { description: 'At most 1,000' },
  ),
  refused_total: Type.Integer(),
})

const schema: FastifySchema = {
  operationId: 'uploadFile',
  tags: ['ingest'],
  summary: 'Upload a list of venture firms, a portfolio, or a Sales Navigator export',
  description:
    'CSV in any encoding, NDJSON, or JSON, also as `Content-Encoding: gzip`. Columns are found by the names that exports ' +
    'use. Each row is stored by itself; the same file again is the same upload and changes nothing.',
  params: Type.Object({ kind: Type.Enum(Object.keys(importKinds)) }),
  querystring: Query,
  body: {
    content: {
      'text/csv': { schema: Type.String() },
      'application/x-ndjson': { schema: Type.String({ description: 'One row per line' }) },
      'application/json': { schema: Type.Array(Type.Object({}, { additionalProperties: true })) },
    },
  },
  response: { 200: Upload, ...problems(400, 404, 408, 413, 415, 422) },
}

/** Beside `ingestRoutes`, whose way of leaving bodies unread it shares. */
export function uploadRoutes(app: App, intake: Intake): void {
  app.post('/v1/uploads/:kind', { schema }, async (request, reply) => {
    const { kind } = request.params as { kind: string }
    if (!isImportKind(kind)) throw notFound('upload_kind', `${kind}: there are ${Object.keys(importKinds).join(', ')}`)
    const { slug } = importKinds[kind]
    request.note.workflow = slug
    const query = request.query as Record<string, unknown>
    if (!Value.Check(Query, query))
      throw malformed('invalid_parameter', 'vc_name, vc_domain and filename may be given once')
    const watch = watchStream(request.raw, reply.raw, intake.stopping)
    try {
      const result = await Promise.race([
        importFile(intake, kind, arriving(request, watch), {
          ...formatOf(request.sentContentType),
          filename: query.filename,
          vcName: query.vc_name,
          vcDomain: query.vc_domain,
          stopped: intake.stopping,
          onSettled: (settled) => {
            for (const { error } of settled) if (error !== undefined) intake.observer.refused(slug, error.code)
          },
        }),
        watch.stopped.then((reason) => Promise.reject(reason)),
      ])
      request.note.lines = result.rows
      return answerOf(result)
    } finally {
      watch.end()
      request.raw.resume()
    }
  })
}

function answerOf({ complete, ...result }: ImportResult) {
  if (!complete) throw unavailable('shutting_down', 'The server is stopping: send the file again in a moment', 2)
  if (result.accepted > 0 || result.rows === 0) return { success: true as const, ...result }
  const [first] = result.refused
  const message = `None of the ${result.rows} rows can be stored; the first one: ${first?.error ?? ''}`
  throw refused('no_row_accepted', message, { extra: { ...result } })
}

/** The bytes of the file as they arrive. Once they are here, only the server itself is waited for. */
async function* arriving(request: FastifyRequest, watch: StreamWatch): AsyncGenerator<Uint8Array> {
  try {
    yield* inflate(request.raw as IncomingMessage, request.headers['content-encoding'])
  } catch (error) {
    if (error instanceof AppError) throw error
    throw malformed('body_aborted', 'The connection was closed before the end of the file', { cause: error })
  } finally {
    watch.end()
  }
}

const formats: Record<string, FileFormat> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/json': 'json',
}

/** Format and encoding by the Content-Type. 415 for what is no file of rows. */
function formatOf(contentType: string | undefined): { format: FileFormat; encoding?: string } {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim())
  const format = formats[type.toLowerCase()]
  if (format === undefined) {
    const message = 'Content-Type must be text/csv, application/x-ndjson or application/json'
    throw new AppError(415, 'unsupported_media_type', message)
  }
  const charset = parameters.map((parameter) => /^charset\s*=\s*"?([^"\s]+)"?$/i.exec(parameter)?.[1]).find(Boolean)
  return charset === undefined || /^utf-?8$/i.test(charset) ? { format } : { format, encoding: charset }
}
