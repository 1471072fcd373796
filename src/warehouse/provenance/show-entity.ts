import type { Tx } from '../../db/database.ts'
import { primaryKey, type SourceRanks } from '../identity/fold.ts'
import { readRanks } from '../identity/load-ranks.ts'
import { sameValue } from '../identity/merge-observation.ts'
import { type Forest, isoTime } from '../identity/read-forest.ts'
import type { EntityKind, Json } from '../workflows/define.ts'
import { agrees, type Candidate, explainFold, type LossReason, whyLost } from './explain-fold.ts'
import { type FoundEntity, findEntity } from './find-entity.ts'
import { listKeys } from './list-keys.ts'
import type { PinRow } from './pins/pin-rows.ts'
import type { EntityView, FieldView, LosingValue } from './schema.ts'
import { traceColumns } from './trace-columns.ts'

/** A value that the same source has replaced since: a line of core.field_changes. */
interface Replaced {
  subject: string
  source: string
  field: string
  value: Json
  last_seen: string
  raw_payload_id: string | null
}

interface Surroundings {
  row: Record<string, unknown> | null
  merged_ids: string[]
  pins: PinRow[]
  replaced: Replaced[]
}

/** Lines of history that one answer looks through for values that lost: /history has them all. */
const REPLACED = 500

/**
 * A company or person as core has it, with what every source says about each field, which of it counts, and why the rest
 * does not. Throws 404 `company_not_found` or `person_not_found`.
 */
export async function showEntity(tx: Tx, kind: EntityKind, name: string): Promise<EntityView> {
  const [entity, ranks] = await Promise.all([findEntity(tx, kind, name), readRanks(tx)])
  const around = await readSurroundings(tx, entity)
  const fields = describeFields(entity.forest, entity, ranks, around.pins, around.replaced)
  return {
    ...describeEntity(entity, entity.forest),
    as_of: null,
    merged_ids: around.merged_ids,
    fields,
    row: around.row,
    columns: traceColumns(kind, around.row, fields),
  }
}

/** Everything that names the entity, by this forest. */
export function describeEntity(entity: FoundEntity, forest: Forest) {
  const { kind, id, root, redirectedFrom, createdAt } = entity
  const primary = primaryKey(forest, root, kind === 'company' ? 'domain' : 'slug')
  return {
    id,
    kind,
    root,
    redirected_from: redirectedFrom,
    created_at: createdAt,
    domain: kind === 'company' ? primary : null,
    linkedin_url: kind === 'person' && primary !== null ? `https://www.linkedin.com/in/${primary}` : null,
    keys: listKeys(forest, root),
  }
}

export function describeFields(
  forest: Forest,
  { kind, root }: Pick<FoundEntity, 'kind' | 'root'>,
  ranks: SourceRanks,
  pins: readonly PinRow[],
  replaced: readonly Replaced[],
): Record<string, FieldView> {
  const described: Record<string, FieldView> = {}
  for (const [field, [winner, ...losers]] of explainFold(forest, kind, root, ranks)) {
    const pin = winner.source === 'pin' ? pinOf(pins, winner, field) : undefined
    const former = replaced.filter((line) => line.field === field && isReplaced(line, [winner, ...losers]))
    described[field] = {
      ...statement(winner),
      ...(pin === undefined ? {} : { pin: describePin(pin) }),
      losing: [
        ...losers.map((loser) => losing(loser, whyLost(winner, loser), agrees(winner, loser))),
        ...former.map((line) => formerValue(line, ranks.rank(kind, field, line.source), winner)),
      ],
    }
  }
  return described
}

function statement({ value, source, rank, stale, subject, stamp }: Candidate) {
  return { value, source, rank, stale, observed_at: stamp.at, payload_id: stamp.rawId, subject }
}

function losing(candidate: Candidate, why: LossReason, same: boolean): LosingValue {
  return { ...statement(candidate), why, agrees: same }
}

function pinOf(pins: readonly PinRow[], winner: Candidate, field: string): PinRow | undefined {
  return pins.find((pin) => pin.subject === winner.subject && pin.field === field)
}

export function describePin({ id, reason, pinned_by, pinned_at, expires_at }: PinRow) {
  return { id, reason, pinned_by, pinned_at, expires_at }
}

/** History holds the value that stands as well: that one is a candidate already. */
function isReplaced(line: Replaced, candidates: readonly Candidate[]): boolean {
  return !candidates.some(
    ({ source, subject, value }) => source === line.source && subject === line.subject && sameValue(value, line.value),
  )
}

function formerValue(line: Replaced, rank: number, winner: Candidate): LosingValue {
  const { value, source, subject } = line
  return {
    ...{ value, source, rank, stale: false, observed_at: line.last_seen, payload_id: line.raw_payload_id, subject },
    why: winner.source === 'pin' ? 'pinned' : 'older',
    agrees: sameValue(value, winner.value),
  }
}

/** One statement for all that stands beside observations: each of its parts is an index scan for a handful of rows. */
async function readSurroundings(tx: Tx, { kind, id, keys }: FoundEntity): Promise<Surroundings> {
  const exact = kind === 'company' ? `|| jsonb_build_object('linkedin_org_id', c.linkedin_org_id::text)` : ''
  const [found] = await tx.query<Surroundings>(
    `select (select to_jsonb(c) ${exact} from core.${kind === 'company' ? 'companies' : 'people'} c where c.id = $1) as row,
       (select coalesce(json_agg(i.id order by i.id), '[]') from core.identities i where i.merged_into = $1) as merged_ids,
       (select coalesce(json_agg(p), '[]') from (
          select id, subject, field, value, reason, pinned_by, ${isoTime('pinned_at')} as pinned_at,
            ${isoTime('expires_at')} as expires_at
          from core.field_pins where subject = any($2) and ended_at is null) p) as pins,
       (select coalesce(json_agg(f), '[]') from (
          select subject, source, field, value, ${isoTime('last_seen')} as last_seen, raw_payload_id
          from core.field_changes where subject = any($2) order by core.field_changes.last_seen desc limit ${REPLACED}) f) as replaced`,
    [id, keys],
  )
  if (found === undefined) throw new Error('A select without from gives one row')
  return found
}
