import type { Tx } from '../../../db/database.ts'
import type { EntityKind } from '../../workflows/define.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The id that an id leads to by now: itself, or that of the entity it was merged into. Null for an id never issued. */
export async function followId(tx: Tx, kind: EntityKind, id: string): Promise<string | null> {
  return (await followIds(tx, kind, [id])).get(id.toLowerCase()) ?? null
}

/**
 * The same for many, in one statement: each id that was ever issued, in lower case, with the one it leads to. Ids that
 * were never issued for this kind are absent. Redirects are followed to their end; 50 of them in a row are a fault.
 */
export async function followIds(tx: Tx, kind: EntityKind, ids: readonly string[]): Promise<Map<string, string>> {
  const asked = ids.filter((id) => UUID.test(id))
  if (asked.length === 0) return new Map()
  const rows = await tx.query<{ asked: string; id: string }>(
    `with recursive hop as (
       select i.id as asked, i.id, i.merged_into, 0 as hops from core.identities i where i.id = any($1::uuid[]) and i.kind = $2
       union all
       select h.asked, i.id, i.merged_into, h.hops + 1
       from hop h join core.identities i on i.id = h.merged_into where h.hops < 50
     )
     select asked, id from hop where merged_into is null`,
    [asked, kind],
  )
  return new Map(rows.map((row) => [row.asked, row.id]))
}

/**
 * All keys of each entity, its root first, by the entity's live id (`followIds` gives it). Rows that are keyed by a
 * domain or a profile URL belong to the entity that owns this key, so whoever collects an entity's rows asks for all of
 * its keys. Absent: ids that redirect or were never issued.
 */
export async function keysOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
  const live = ids.filter((id) => UUID.test(id))
  const keys = new Map<string, string[]>()
  if (live.length === 0) return keys
  const rows = await tx.query<{ id: string; key: string }>(
    `with recursive owned as (
       select i.id, i.root as key, 0 as depth from core.identities i where i.id = any($1::uuid[]) and i.merged_into is null
       union all
       select o.id, k.key, o.depth + 1 from owned o join core.identifiers k on k.owner = o.key and k.owner <> k.key
       where o.depth < 50
     )
     select id, key from owned order by id, depth, key`,
    [live],
  )
  for (const { id, key } of rows) {
    const known = keys.get(id)
    if (known === undefined) keys.set(id, [key])
    else known.push(key)
  }
  return keys
}
