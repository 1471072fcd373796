import type { Tx } from '../../../db/database.ts'
import type { AskedName } from './ask-for.ts'
import { companyColumns, type StoredName } from './find-stored.ts'
import { askedBlocks } from './name-blocks.ts'

/** Companies read per beginning and per block. */
const scanned = 25
/** Of a misspelt name this much of the beginning must be right, or one of its telling words. */
const beginning = 5

/** Companies whose names begin like those asked for, are their beginnings, or share a telling word or the initials. */
export async function findNearby(
  tx: Tx,
  asked: readonly AskedName[],
  open: readonly number[],
): Promise<Map<number, StoredName[]>> {
  const ranges: { at: number; from: string }[] = []
  const keys: { at: number; key: string }[] = []
  const blocks: { at: number; block: string }[] = []
  for (const at of open) {
    const [main] = asked[at]?.parsed ?? []
    if (main === undefined) continue
    const compact = main.words.join('')
    for (const from of new Set([main.key, compact, compact.slice(0, Math.max(beginning, compact.length - 3))])) {
      if (from.length >= 3) ranges.push({ at, from })
    }
    for (let n = 1; n < Math.min(main.words.length, 6); n++) keys.push({ at, key: main.words.slice(0, n).join('') })
    if (main.words.length > 2) keys.push({ at, key: main.words.map((word) => word[0]).join('') })
    for (const block of askedBlocks(main)) blocks.push({ at, block })
  }
  if (ranges.length + keys.length + blocks.length === 0) return new Map()
  const rows = await tx.query<StoredName & { at: number }>(
    `select a.at, f.* from unnest($1::int[], $2::text[]) a(at, low)
     cross join lateral (
       select ${companyColumns}, c.name as found, false as former from core.companies c
       where reference.company_name_key(c.name) collate "C" >= a.low
         and reference.company_name_key(c.name) collate "C" < a.low || chr(1114111)
       order by reference.company_name_key(c.name) collate "C" limit ${scanned}
     ) f
     union all
     select a.at, f.* from unnest($3::int[], $4::text[]) a(at, key)
     cross join lateral (
       select ${companyColumns}, c.name, false from core.companies c
       where reference.company_name_key(c.name) collate "C" = a.key limit ${scanned}
     ) f
     union all
     select a.at, f.* from unnest($5::int[], $6::text[]) a(at, block)
     cross join lateral (
       select b.company_id from core.company_name_blocks b where b.block = a.block limit ${scanned}
     ) b
     cross join lateral (
       select ${companyColumns}, c.name, false from core.companies c where c.id = b.company_id and c.name is not null limit 1
     ) f`,
    [
      ranges.map(({ at }) => at),
      ranges.map(({ from }) => from),
      keys.map(({ at }) => at),
      keys.map(({ key }) => key),
      blocks.map(({ at }) => at),
      blocks.map(({ block }) => block),
    ],
  )
  const found = new Map<number, StoredName[]>()
  for (const { at, ...name } of rows) found.set(at, [...(found.get(at) ?? []), name])
  return found
}
