import type { Reader, Tx } from '../../../db/database.ts'
import { malformed, notFound } from '../../../errors.ts'
import { makeToken } from './download-token.ts'
import type { ExportJob, ExportOrder } from './schema.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** Seconds for which a download URL holds; asking again gives another. */
const URL_SECONDS = 3_600

interface ExportRow
  extends Pick<
    ExportJob,
    'id' | 'status' | 'total' | 'total_is' | 'rows_written' | 'bytes' | 'error' | 'requested_by' | 'created_at'
  > {
  request: ExportOrder
  started_at: string | null
  finished_at: string | null
  expires_at: string | null
  url_until: number
  cursor_time: string
}

const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`
const rows = `select id, request, status, total::float8 as total, total_is, rows_written::float8 as rows_written,
    bytes::float8 as bytes, error, requested_by, ${['created_at', 'started_at', 'finished_at', 'expires_at'].map(time).join(', ')},
    extract(epoch from least(expires_at, now() + interval '${URL_SECONDS} s'))::int as url_until,
    to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor_time
  from client.exports`

/** One export, with a URL for its file while there is one. 404 `export_not_found`. */
export async function getExport(tx: Tx, id: string, secret: Buffer): Promise<ExportJob> {
  const [row] = UUID.test(id) ? await tx.query<ExportRow>(`${rows} where id = $1`, [id]) : []
  if (row === undefined) throw notFound('export', id)
  return shown(row, secret)
}

/** Exports, newest first. Throws 400 `invalid_cursor`. */
export async function listExports(
  tx: Tx,
  { limit, cursor, status }: { limit: number; cursor?: string; status?: string },
  secret: Buffer,
): Promise<{ data: ExportJob[]; cursor: string | null }> {
  const [at = null, id = null] = cursor === undefined ? [] : readCursor(cursor)
  const found = await tx.query<ExportRow>(
    `${rows} where ($1::timestamptz is null or (exports.created_at, id) < ($1::timestamptz, $2::uuid))
       and ($3::text is null or status = $3)
     order by exports.created_at desc, id desc limit $4`,
    [at, id, status ?? null, limit + 1],
  )
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const next = found.length > limit && last !== undefined ? `${last.cursor_time} ${last.id}` : null
  return {
    data: page.map((row) => shown(row, secret)),
    cursor: next === null ? null : Buffer.from(next).toString('base64url'),
  }
}

/** What there is to send of an export. */
export interface KeptFile {
  id: string
  kind: ExportOrder['kind']
  format: ExportOrder['format']
  bytes: number
  finished_at: string
}

/** The file of an export; undefined unless it is whole and still kept. */
export async function findFile(tx: Reader, id: string): Promise<KeptFile | undefined> {
  if (!UUID.test(id)) return undefined
  const [file] = await tx.query<KeptFile>(
    `select id, request ->> 'kind' as kind, request ->> 'format' as format, bytes::float8 as bytes, ${time('finished_at')}
     from client.exports where id = $1 and status = 'finished' and expires_at > now()`,
    [id],
  )
  return file
}

function shown({ request, url_until, cursor_time: _, ...row }: ExportRow, secret: Buffer): ExportJob {
  const there = row.status === 'finished' && url_until * 1000 > Date.now()
  return {
    ...row,
    kind: request.kind,
    format: request.format,
    filter: request.filter ?? {},
    sort: request.sort ?? null,
    fields: request.fields ?? null,
    limit: request.limit ?? null,
    download_url: there ? `/exports/${makeToken(secret, { id: row.id, until: url_until })}` : null,
    download_url_expires_at: there ? new Date(url_until * 1000).toISOString() : null,
  }
}

function readCursor(cursor: string): [string, string] {
  const [, at, id] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at)) || !UUID.test(id)) {
    throw malformed('invalid_cursor', 'This cursor is not one of ours')
  }
  return [at, id]
}
