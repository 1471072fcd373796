import type { Tx } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import type { EntityKind, Json } from '../../workflows/define.ts'
import { readRanks } from '../load-ranks.ts'
import { readSides, type Side } from './review-sides.ts'

export interface StoredReview {
  id: string
  kind: EntityKind
  reason: string
  status: 'open' | 'accepted' | 'rejected'
  key: string
  subjects: string[]
  evidence: Json
  details: Json
  raw_payload_id: string | null
  merge_id: string | null
  decided_by: string | null
  decision_reason: string | null
  decided_at: Date | null
  created_at: Date
}

export interface ReviewPage {
  reviews: (StoredReview & { sides: Side[] })[]
  cursor: string | null
}

export interface ReviewFilter {
  status?: string | undefined
  kind?: EntityKind | undefined
  cursor?: string | undefined
  limit: number
}

export const REVIEW = `id, kind, reason, status, key, subjects, evidence, details, raw_payload_id, merge_id, decided_by,
  decision_reason, decided_at, created_at`

/** Contradictions between keys, the oldest first, each with both sides as they are known now. Throws 400 `invalid_cursor`. */
export async function listReviews(tx: Tx, { status, kind, cursor, limit }: ReviewFilter): Promise<ReviewPage> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const rows = await tx.query<StoredReview & { position: string }>(
    `select ${REVIEW}, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as position
     from core.identity_reviews
     where ($1::timestamptz is null or (created_at, id) > ($1::timestamptz, $2::uuid))
       and ($3::text is null or status = $3) and ($4::text is null or kind = $4)
     order by created_at, id limit $5`,
    [after?.time ?? null, after?.id ?? null, status ?? null, kind ?? null, limit + 1],
  )
  const page = rows.slice(0, limit).map(({ position: _position, ...review }) => review)
  const sides = new Map<string, Side[]>()
  const ranks = await readRanks(tx)
  for (const about of ['company', 'person'] as const) {
    const own = page.filter((review) => review.kind === about)
    if (own.length === 0) continue
    const found = await readSides(tx, about, own, ranks)
    for (const [i, review] of own.entries()) sides.set(review.id, found[i] ?? [])
  }
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    reviews: page.map((review) => ({ ...review, sides: sides.get(review.id) ?? [] })),
    cursor: last === undefined ? null : Buffer.from(`${last.position} ${last.id}`).toString('base64url'),
  }
}

function readCursor(cursor: string): { time: string; id: string } {
  const [, time, id] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (time === undefined || id === undefined) throw malformed('invalid_cursor', 'This cursor is not one of ours')
  return { time, id }
}
