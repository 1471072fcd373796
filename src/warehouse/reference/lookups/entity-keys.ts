import type { Reader } from '../../../db/database.ts'

/**
 * For each key all keys of its kind that its entity has, itself first: rows are filed under the domain or profile that a
 * payload named, and keep it when their company or person becomes part of another. A key that nobody knows is alone.
 * `offset 0` keeps the planner to the indexes.
 */
export async function readEntityKeys(db: Reader, keys: readonly string[]): Promise<string[][]> {
  const rows = await db.query<{ n: number; key: string }>(
    `with recursive above as (
       select asked.n, k.key, k.owner, 0 as depth
       from unnest($1::text[]) with ordinality asked(key, n)
       cross join lateral (select i.key, i.owner from core.identifiers i where i.key = asked.key offset 0) k
       union all
       select a.n, k.key, k.owner, a.depth + 1
       from above a
       cross join lateral (select i.key, i.owner from core.identifiers i where i.key = a.owner offset 0) k
       where a.owner <> a.key and a.depth < 50
     ), below as (
       select n, key, 0 as depth from above where owner = key
       union all
       select b.n, k.key, b.depth + 1
       from below b
       cross join lateral (select i.key from core.identifiers i where i.owner = b.key and i.owner <> i.key offset 0) k
       where b.depth < 50
     )
     select n::int4 as n, key from below
     where split_part(key, ':', 1) = split_part(($1::text[])[n], ':', 1)
     order by n, key`,
    [keys],
  )
  const groups = keys.map((key) => [key])
  for (const { n, key } of rows) {
    const group = groups[n - 1]
    if (group !== undefined && group[0] !== key) group.push(key)
  }
  return groups
}

/** The parameter `$1` of `askedEntities`: what each entity is asked for by, the key in question first. */
export function askedFor(groups: readonly (readonly string[])[]): string {
  return JSON.stringify(groups)
}

/** Rows `asked(n, keys)` of a query, one for each entity, in order. */
export const askedEntities = `(
       select n, array(select json_array_elements_text(list)) as keys
       from json_array_elements($1::json) with ordinality lists(list, n)
       offset 0
     ) asked`
