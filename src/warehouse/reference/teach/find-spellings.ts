import type { Tx } from '../../../db/database.ts'

/** A column that holds raw values. */
export interface RawColumn {
  table: string
  column: string
  /** Whether an index stands on its first 200 characters, in byte order. */
  indexed?: boolean
}

/** As long as the entries of the indexes. */
const HEAD = 200

/**
 * The different texts of a column whose normalised key is one of those given. With an index it is walked from text to
 * text (4 µs each, however many rows share one), and only where such a text can stand: normalising keeps ASCII letters
 * and digits and drops the rest of ASCII, so a text that begins with another letter or digit cannot have the key.
 */
export async function findSpellings(tx: Tx, place: RawColumn, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const heads =
    place.indexed === true ? walk(place) : `select distinct left(${place.column}, ${HEAD}) as head from ${place.table}`
  const { from, to } = rangesOf(keys)
  const found = await tx.query<{ head: string }>(
    `with recursive ranges as (select * from unnest($2::text[], $3::text[]) r(low, high)), heads as (${heads})
     select head from heads
     where reference.normalize_key(head) = any($1)
       or length(head) = ${HEAD} and exists (select from unnest($1::text[]) k where starts_with(k, reference.normalize_key(head)))`,
    [keys, from, to],
  )
  const whole = found.flatMap(({ head }) => ([...head].length < HEAD ? head : []))
  const cut = found.flatMap(({ head }) => ([...head].length < HEAD ? [] : head))
  if (cut.length === 0) return whole
  const long = await tx.query<{ text: string }>(
    `select distinct ${place.column} as text from ${place.table}
     where left(${place.column}, ${HEAD}) collate "C" = any($1) and reference.normalize_key(${place.column}) = any($2)`,
    [cut, keys],
  )
  return [...whole, ...long.map(({ text }) => text)]
}

/** Rows of the column that hold one of the texts of a parameter, by the index where there is one. */
export function holding({ column, indexed }: RawColumn, texts: string): string {
  const exact = `t.${column} = any(${texts})`
  if (indexed !== true) return exact
  return `left(t.${column}, ${HEAD}) collate "C" = any(array(select left(x, ${HEAD}) from unnest(${texts}) x)) and ${exact}`
}

function walk({ table, column }: RawColumn): string {
  const head = `left(${column}, ${HEAD}) collate "C"`
  return `
    (select first.head, r.high from ranges r cross join lateral (
      select ${head} as head from ${table} where ${head} >= r.low and ${head} < r.high order by 1 limit 1) first)
    union all
    (select next.head, h.high from heads h cross join lateral (
      select ${head} as head from ${table} where ${head} > h.head and ${head} < h.high order by 1 limit 1) next)`
}

/** Greater than every text. */
const END = '\u{10ffff}'
/** Between them, in byte order, stand the digits and the letters of ASCII. */
const OTHERS: [low: string, high: string][] = [
  ['', '0'],
  [':', 'A'],
  ['[', 'a'],
  ['{', END],
]

function rangesOf(keys: readonly string[]): { from: string[]; to: string[] } {
  const firsts = [...new Set(keys.map((key) => [...key][0] ?? ''))]
  // A key that begins with another letter may come from any: "e" and an accent compose to "é".
  const ranges = firsts.every((first) => /^[a-z0-9]$/.test(first))
    ? [...OTHERS, ...firsts.flatMap((first) => [...new Set([first, first.toUpperCase()])].map(beginningWith))]
    : [['', END] as const]
  return { from: ranges.map(([low]) => low), to: ranges.map(([, high]) => high) }
}

function beginningWith(letter: string): [string, string] {
  return [letter, String.fromCharCode(letter.charCodeAt(0) + 1)]
}
