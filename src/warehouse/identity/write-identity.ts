import type { Tx } from '../../db/database.ts'
import { RepeatBatch } from '../ingest/lock-keys.ts'
import { keyId } from '../ingest/tables.ts'
import type { EntityKind } from '../workflows/define.ts'
import type { Claimed, Review } from './claim-keys.ts'
import type { HistoryLine } from './merge-observation.ts'
import type { Node } from './read-forest.ts'
import type { SettledEntities } from './settle-entities.ts'

/**
 * Writes what a batch changed about keys, identities and observations; everything in key order, so writers never cross.
 * Rows of keys that nobody knew go in by COPY, which minds no conflicts. Should one
 * stand there all the same (plain SQL), the batch is done again with `careful`.
 */
export async function writeIdentity(tx: Tx, settled: SettledEntities, careful: boolean): Promise<void> {
  const { kind, forest, claims } = settled
  await insertKeys(
    tx,
    kind,
    [...forest.values()].filter((node) => !node.stored),
    careful,
  )
  await moveKeys(tx, claims.moved)
  await noteClaims(tx, claims.reclaimed)
  await writeIdentities(tx, kind, settled, careful)
  await writeObservations(tx, kind, settled, careful)
  await writeHistory(tx, settled.history)
  await writeReviews(tx, kind, claims.reviews)
}

async function insertKeys(tx: Tx, kind: EntityKind, inserted: Node[], careful: boolean): Promise<void> {
  if (inserted.length === 0) return
  const nodes = inserted.sort((a, b) => (a.key < b.key ? -1 : 1))
  if (!careful) {
    tx.copy(
      'core.identifiers',
      ['key', 'owner', 'kind'],
      nodes.map(({ key, owner }) => [key, owner, kind]),
    )
    return
  }
  const written = await tx.execute(
    `insert into core.identifiers (key, owner, kind)
     select k.key, k.owner, $3 from unnest($1::text[], $2::text[]) k(key, owner) order by k.key
     on conflict (key) do nothing`,
    [nodes.map((node) => node.key), nodes.map((node) => node.owner), kind],
  )
  if (written < nodes.length) throw new RepeatBatch('a key was taken meanwhile')
}

async function moveKeys(tx: Tx, moved: Claimed['moved']): Promise<void> {
  if (moved.length === 0) return
  // A key may move twice in one batch: only its first owner stands in the table.
  const first = new Map<string, Claimed['moved'][number]>()
  for (const move of moved) if (!first.has(move.node.key)) first.set(move.node.key, move)
  const moves = [...first.values()].sort((a, b) => (a.node.key < b.node.key ? -1 : 1))
  const written = await tx.execute(
    `update core.identifiers i set owner = m.owner
     from unnest($1::text[], $2::text[], $3::text[]) m(key, owner, from_owner)
     where i.key = m.key and i.owner = m.from_owner`,
    [moves.map((m) => m.node.key), moves.map((m) => m.node.owner), moves.map((m) => m.from)],
  )
  if (written < moves.length) throw new RepeatBatch('a key moved meanwhile')
}

async function noteClaims(tx: Tx, reclaimed: Node[]): Promise<void> {
  if (reclaimed.length === 0) return
  const nodes = [...new Set(reclaimed)].sort((a, b) => (a.key < b.key ? -1 : 1))
  await tx.execute(
    `update core.identifiers i set claimed = c.claimed from unnest($1::text[], $2::text[]) c(key, claimed)
     where i.key = c.key`,
    [nodes.map(({ key }) => key), nodes.map(({ claimed }) => claimed)],
  )
}

async function writeIdentities(tx: Tx, kind: EntityKind, settled: SettledEntities, careful: boolean): Promise<void> {
  const { created, renamed, merged } = settled.identities
  if (renamed.length > 0) {
    tx.send(
      'update core.identities i set root = r.root from unnest($1::uuid[], $2::text[]) r(id, root) where i.id = r.id',
      [renamed.map((r) => r.id), renamed.map((r) => r.root)],
    )
  }
  const isNew = ({ root }: { root: string }) => !careful && settled.forest.get(root)?.stored === false
  const fresh = created.filter(isNew)
  if (fresh.length > 0) {
    tx.copy(
      'core.identities',
      ['id', 'kind', 'root'],
      fresh.map(({ id, root }) => [id, kind, root]),
    )
  }
  const known = created.filter((identity) => !isNew(identity))
  if (known.length > 0) {
    tx.send(
      `insert into core.identities (id, kind, root)
       select c.id, $3, c.root from unnest($1::uuid[], $2::text[]) c(id, root) order by c.root
       on conflict (id) do update set root = excluded.root, merged_into = null`,
      [known.map((c) => c.id), known.map((c) => c.root), kind],
    )
  }
  if (merged.length > 0) {
    tx.send(
      'update core.identities i set merged_into = m.into_id from unnest($1::uuid[], $2::uuid[]) m(id, into_id) where i.id = m.id',
      [merged.map((m) => m.id), merged.map((m) => m.into)],
    )
  }
}

const OBSERVATION = ['fields', 'elder', 'since', 'observed_at', 'payload_hash', 'raw_payload_id'] as const

async function writeObservations(tx: Tx, kind: EntityKind, settled: SettledEntities, careful: boolean): Promise<void> {
  const rows = [...settled.changed.values()]
    .sort((a, b) => (a.subject < b.subject || (a.subject === b.subject && a.source < b.source) ? -1 : 1))
    .map((o) => ({
      subject: o.subject,
      source: o.source,
      fields: o.fields,
      elder: emptyToNull(o.elder),
      since: emptyToNull(o.since),
      observed_at: o.at,
      payload_hash: `\\x${o.hash}`,
      raw_payload_id: o.rawId,
    }))
  const isNew = ({ subject }: { subject: string }) => !careful && settled.forest.get(subject)?.stored === false
  const fresh = rows.filter(isNew)
  const table = `core.${kind}_observations`
  if (fresh.length > 0) {
    tx.copy(
      table,
      ['subject', 'source', ...OBSERVATION],
      fresh.map((row) => [row.subject, row.source, ...OBSERVATION.map((column) => row[column])]),
    )
  }
  const known = rows.filter((row) => !isNew(row))
  if (known.length === 0) return
  const columns = OBSERVATION.join(', ')
  tx.send(
    `insert into ${table} (subject, source, ${columns})
     select subject, source, ${columns} from json_populate_recordset(null::${table}, $1::json)
     on conflict (subject, source) do update set ${OBSERVATION.map((c) => `${c} = excluded.${c}`).join(', ')}`,
    [JSON.stringify(known)],
  )
}

async function writeHistory(tx: Tx, lines: HistoryLine[]): Promise<void> {
  if (lines.length === 0) return
  const merged = new Map<string, HistoryLine>()
  for (const line of lines) {
    const key = `${line.subject}\n${line.source}\n${line.field}\n${line.valueHash}`
    const same = merged.get(key)
    if (same === undefined) merged.set(key, { ...line })
    else {
      if (line.first < same.first) same.first = line.first
      if (line.last > same.last) same.last = line.last
    }
  }
  const rows = [...merged.keys()].sort().map((key) => {
    const line = merged.get(key) as HistoryLine
    return {
      kind: line.kind,
      subject: line.subject,
      source: line.source,
      field: line.field,
      value_hash: `\\x${line.valueHash}`,
      value: line.value,
      first_seen: line.first,
      last_seen: line.last,
      raw_payload_id: line.rawId,
    }
  })
  tx.send(
    `insert into core.field_changes as f (kind, subject, source, field, value_hash, value, first_seen, last_seen, raw_payload_id)
     select kind, subject, source, field, value_hash, value, first_seen, last_seen, raw_payload_id
     from json_populate_recordset(null::core.field_changes, $1::json)
     on conflict (subject, source, field, value_hash) do update
     set first_seen = least(f.first_seen, excluded.first_seen), last_seen = greatest(f.last_seen, excluded.last_seen)`,
    [JSON.stringify(rows)],
  )
}

async function writeReviews(tx: Tx, kind: EntityKind, reviews: Review[]): Promise<void> {
  for (const review of reviews) {
    tx.send(
      `insert into core.identity_reviews as r (id, kind, key, subjects, reason, raw_payload_id)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (key, reason) do update
       set subjects = (select array_agg(distinct s order by s) from unnest(r.subjects || excluded.subjects) s),
         status = 'open', decided_by = null, decided_at = null, merge_id = null, updated_at = now()
       where not r.subjects @> excluded.subjects`,
      [
        keyId('core.identity_reviews', [review.key, review.reason]),
        kind,
        review.key,
        review.subjects,
        review.reason,
        review.rawId,
      ],
    )
  }
}

function emptyToNull(record: object): object | null {
  for (const _ in record) return record
  return null
}
