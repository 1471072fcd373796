import type { Tx } from '../../../db/database.ts'
import type { SourceRanks } from '../../identity/fold.ts'
import type { StoredObservation } from '../../identity/merge-observation.ts'
import { isoTime } from '../../identity/read-forest.ts'
import type { Json } from '../../workflows/define.ts'
import type { FoundEntity } from '../find-entity.ts'
import { refoldEntities } from '../refold-entities.ts'

/** A row of core.field_pins; times are ISO with microseconds, UTC. */
export interface PinRow {
  id: string
  subject: string
  field: string
  value: Json
  reason: string
  pinned_by: string
  pinned_at: string
  expires_at: string | null
}

const COLUMNS = `id, subject, field, value, reason, pinned_by, ${isoTime('pinned_at')} as pinned_at,
  ${isoTime('expires_at')} as expires_at`

/** The pins in force on these keys. */
export function readPins(tx: Tx, subjects: readonly string[]): Promise<PinRow[]> {
  return tx.query<PinRow>(
    `select ${COLUMNS} from core.field_pins where subject = any($1) and ended_at is null order by pinned_at, id`,
    [subjects],
  )
}

/** The pins that were in force on these keys at a time. */
export function readPinsAt(tx: Tx, subjects: readonly string[], at: string): Promise<PinRow[]> {
  return tx.query<PinRow>(
    `select ${COLUMNS} from core.field_pins where subject = any($1) and pinned_at <= $2::timestamptz
       and (ended_at is null or ended_at > $2::timestamptz) and (expires_at is null or expires_at > $2::timestamptz)
     order by pinned_at, id`,
    [subjects, at],
  )
}

/** All pins of one key as what the source `pin` says about it; undefined where there are none. */
export function pinObservation(subject: string, pins: readonly PinRow[]): StoredObservation | undefined {
  const newest = pins.at(-1)
  if (newest === undefined) return undefined
  const elder: StoredObservation['elder'] = {}
  for (const pin of pins) if (pin !== newest) elder[pin.field] = [pin.pinned_at, hashOf(pin), null]
  return {
    subject,
    source: 'pin',
    fields: Object.fromEntries(pins.map(({ field, value }) => [field, value])),
    elder,
    since: {},
    at: newest.pinned_at,
    hash: hashOf(newest),
    rawId: null,
  }
}

/** Stands where a payload's hash does: decides between two pins of one microsecond. */
function hashOf({ id }: PinRow): string {
  return id.replaceAll('-', '').slice(0, 16)
}

/** Makes the observation of a key's pins from their rows and folds the entity again. The caller holds its locks. */
export async function applyPins(tx: Tx, entity: FoundEntity, subject: string, ranks: SourceRanks): Promise<void> {
  const { kind, forest, root } = entity
  const observation = pinObservation(subject, await readPins(tx, [subject]))
  const observations = forest.get(subject)?.observations
  if (observation === undefined) {
    observations?.delete('pin')
    await tx.execute(`delete from core.${kind}_observations where subject = $1 and source = 'pin'`, [subject])
  } else {
    observations?.set('pin', observation)
    const { fields, elder, at, hash } = observation
    await tx.execute(
      `insert into core.${kind}_observations (subject, source, fields, elder, observed_at, payload_hash)
       values ($1, 'pin', $2, $3, $4, $5)
       on conflict (subject, source) do update
       set fields = excluded.fields, elder = excluded.elder, since = null, observed_at = excluded.observed_at,
         payload_hash = excluded.payload_hash, raw_payload_id = null`,
      [
        subject,
        JSON.stringify(fields),
        Object.keys(elder).length === 0 ? null : JSON.stringify(elder),
        at,
        Buffer.from(hash, 'hex'),
      ],
    )
  }
  await refoldEntities(tx, kind, forest, [root], ranks)
}
