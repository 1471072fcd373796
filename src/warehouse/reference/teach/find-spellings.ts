import type { Tx } from '../../../db/database.ts'

/** A column that holds raw values. */
export interface RawColumn {
  table: string
  column: string
  /** Whether an index stands on it, in byte order, of all texts that are not too long for one. */
  indexed?: boolean
}

/**
 * The different texts of a column whose normalised key is one of those given. With an index it is walked from text to
 * text (4 µs each, however many rows share one), and only where such a text can stand: normalising keeps ASCII letters
 * and digits and drops the rest of ASCII, so a text that begins with another letter or digit cannot have the key.
 */
export async function findSpellings(tx: Tx, place: RawColumn, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const { table, column, indexed } = place
  const texts = indexed === true ? walk(place) : `select distinct ${column} as text from ${table}`
  const { from, to } = rangesOf(keys)
  const found = await tx.query<{ text: string }>(
    `with recursive ranges as (select * from unnest($2::text[], $3::text[]) r(low, high)), texts as (${texts})
     select text from texts where reference.normalize_key(text) = any($1)`,
    [keys, from, to],
  )
  return found.map(({ text }) => text)
}

/** Rows of the column that hold one of the texts of a parameter, by the index where there is one. */
export function holding({ column, indexed }: RawColumn, texts: string): string {
  return indexed === true
    ? `t.${column} collate "C" = any(${texts}) and ${inIndex(`t.${column}`)}`
    : `t.${column} = any(${texts})`
}

/** What the index leaves out: \`match-lookups.ts\` reads no longer titles either. */
function inIndex(column: string): string {
  return `octet_length(${column}) <= 1000`
}

function walk({ table, column }: RawColumn): string {
  const text = `${column} collate "C"`
  return `
    (select first.text, r.high from ranges r cross join lateral (
      select ${text} as text from ${table} where ${text} >= r.low and ${text} < r.high and ${inIndex(column)}
      order by 1 limit 1) first)
    union all
    (select next.text, t.high from texts t cross join lateral (
      select ${text} as text from ${table} where ${text} > t.text and ${text} < t.high and ${inIndex(column)}
      order by 1 limit 1) next)`
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
