import type { Tx } from '../../../db/database.ts'
import { notFound, refused } from '../../../errors.ts'
import { timestamp } from '../../ingest/read-values.ts'
import type { EntityKind, Json } from '../../workflows/define.ts'
import type { FoundEntity } from '../find-entity.ts'
import { holdEntity } from '../hold-entity.ts'
import { applyPins, type PinRow, readPins } from './pin-rows.ts'
import { readPinValue, requirePinnable } from './pin-values.ts'

export interface PinInput {
  kind: EntityKind
  /** Id or any other name of the entity. */
  name: string
  field: string
  value: unknown
  reason: string
  /** ISO time after which the pin counts no longer. */
  expiresAt: string | null
  /** Whose key the request carried. */
  by: string
}

export interface Pinned {
  id: string
  pin: PinRow
}

/**
 * Pins a value: it is the current one, whatever payloads say, until it is taken off or expires. One that stands is
 * replaced, on whichever key of the entity it is. In force with the end of this transaction.
 */
export async function pinField(tx: Tx, input: PinInput): Promise<Pinned> {
  const { kind, field } = input
  const value: Json = readPinValue(kind, field, input.value)
  const expiresAt = readExpiry(input.expiresAt)
  const { entity, ranks } = await holdEntity(tx, kind, input.name)
  const [row] = await tx.query<{ past: boolean }>('select $1::timestamptz <= clock_timestamp() as past', [expiresAt])
  if (row?.past) throw refused('pin_expired', 'expires_at lies in the past: the pin would never count')
  const touched = await endPins(tx, entity, field, input.by, 'replaced')
  const subject = pinnedKey(entity)
  await tx.execute(
    `insert into core.field_pins (kind, subject, field, value, reason, pinned_by, pinned_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, clock_timestamp(), $7)`,
    [kind, subject, field, JSON.stringify(value), input.reason, input.by, expiresAt],
  )
  for (const key of new Set([...touched, subject])) await applyPins(tx, entity, key, ranks)
  const pin = (await readPins(tx, [subject])).find((candidate) => candidate.field === field)
  if (pin === undefined) throw new Error('The pin was not stored')
  return { id: entity.id, pin }
}

/** Takes a pin off: what the sources say counts again. Throws 404 `pin_not_found`. */
export async function unpinField(
  tx: Tx,
  input: { kind: EntityKind; name: string; field: string; by: string },
): Promise<{ id: string }> {
  requirePinnable(input.kind, input.field)
  const { entity, ranks } = await holdEntity(tx, input.kind, input.name)
  const touched = await endPins(tx, entity, input.field, input.by, 'removed')
  if (touched.length === 0) throw notFound('pin', `of ${input.field} on ${entity.id}`)
  for (const key of touched) await applyPins(tx, entity, key, ranks)
  return { id: entity.id }
}

/** Ends the pins of a field on all keys of an entity; returns these keys. The caller holds its locks and folds again. */
export async function endPins(
  tx: Tx,
  entity: FoundEntity,
  field: string,
  by: string,
  why: 'removed' | 'replaced' | 'expired',
): Promise<string[]> {
  const ended = await tx.query<{ subject: string }>(
    `update core.field_pins set ended_at = clock_timestamp(), ended_by = $3, end_reason = $4
     where subject = any($1) and field = $2 and ended_at is null returning subject`,
    [entity.keys, field, by, why],
  )
  return ended.map(({ subject }) => subject)
}

/** The key that a pin is kept on: the strongest, under which the identity goes on whatever is claimed. */
function pinnedKey({ root }: FoundEntity): string {
  return root
}

function readExpiry(time: string | null): string | null {
  if (time === null) return null
  const read = timestamp(time)
  if (read !== null) return read
  throw refused('time_invalid', 'expires_at must be an ISO time such as 2030-01-31T00:00:00Z', {
    errors: [{ pointer: '/expires_at', code: 'time', message: 'is not an ISO time' }],
  })
}
