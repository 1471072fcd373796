import { hash } from 'node:crypto'
import type { Tx } from '../../../db/database.ts'
import type { FieldError } from '../../../errors.ts'

/** A body that was refused, as it arrived, with the reason. */
export interface Refusal {
  id: string
  workflowSlug: string | null
  /** The path it was sent to. */
  route: string
  keyId: string
  contentType: string | null
  contentEncoding: string | null
  /** The bytes as they arrived: still compressed when they came compressed. */
  body: Uint8Array
  status: number
  code: string
  detail: string
  errors: FieldError[] | null
}

/** Keeps refused bodies, all with one statement. */
export async function keepRefused(tx: Tx, refusals: readonly Refusal[]): Promise<void> {
  const column = <T>(read: (refusal: Refusal) => T) => refusals.map(read)
  await tx.execute(
    `insert into raw.quarantine
       (id, workflow_slug, route, api_key_id, content_type, content_encoding, body, body_sha256, status, code, detail, errors)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::bytea[],
       $9::smallint[], $10::text[], $11::text[], $12::jsonb[])`,
    [
      column((r) => r.id),
      column((r) => storable(r.workflowSlug, 200)),
      column((r) => storable(r.route, 500)),
      column((r) => r.keyId),
      column((r) => storable(r.contentType, 500)),
      column((r) => storable(r.contentEncoding, 100)),
      column((r) => r.body),
      column((r) => hash('sha256', r.body, 'buffer')),
      column((r) => r.status),
      column((r) => r.code),
      column((r) => storable(r.detail, 2_000)),
      column((r) => (r.errors === null ? null : storable(JSON.stringify(r.errors.slice(0, 100)), 100_000))),
    ],
  )
}

/** Text that PostgreSQL takes, whatever the sender put into a path or a field name. */
function storable<T extends string | null>(text: T, length: number): T {
  return (text === null ? null : text.slice(0, length).replaceAll('\0', '\ufffd').toWellFormed()) as T
}
