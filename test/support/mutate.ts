import { type Path, replaceAt } from './leaves.ts'

export type Random = () => number

/** The same seed gives the same numbers of [0, 1). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Something of another type, range or shape than was expected, as JSON text. */
// biome-ignore format: a table
export const strange = [
  'null', 'true', 'false', '0', '-1', '1e308', '-0', '12345678901234567890', '1.5', '""', '" "', '"null"', '"\\u0000"', '"\\ud800"',
  '[]', '{}', '[[]]', '[null]', '{"a":{}}', '[{}]', '"[object Object]"', '"2026-02-30"', '"NaN"', '["a","b"]', '{"length":-1}',
  '{"toString":1}', '[1,"a",null,{}]', '"\u202e"', '"https://"', '"@"', '"linkedin.com/in/"', '999999999999', '{"year":0}',
]
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u',
  '0',
  '-',
  'e',
  'null',
  '\0',
  '\n',
  '\u00a0',
  '\ufeff',
  '1e999',
]

/** One damaged copy of a good body: its values, its text or its bytes. */
export function mutate(good: unknown, random: Random): Buffer {
  const kind = random()
  if (kind < 0.5) return Buffer.from(mutateValues(good, random))
  const bytes = Buffer.from(JSON.stringify(good))
  return kind < 0.75 ? mutateText(bytes, random) : mutateBytes(bytes, random)
}

/** Still JSON, but one to three values are something else. */
function mutateValues(good: unknown, random: Random): string {
  let value = good
  const marks: string[] = []
  for (let n = Math.floor(random() * 3); n >= 0; n--) {
    const places = placesIn(value)
    const place = pick(places, random)
    if (place === undefined) break
    value = replaceAt(value, place, `\u0001${marks.length}\u0001`)
    marks.push(pick(strange, random) ?? 'null')
  }
  return JSON.stringify(value).replace(/"\\u0001(\d+)\\u0001"/g, (_, i) => marks[Number(i)] ?? 'null')
}

/** A token more, a piece missing, or a piece twice. */
function mutateText(bytes: Buffer, random: Random): Buffer {
  const from = Math.floor(random() * bytes.length)
  const to = Math.min(bytes.length, from + 1 + Math.floor(random() * 20))
  const kind = random()
  const middle =
    kind < 0.4
      ? [Buffer.from(pick(TOKENS, random) ?? ''), bytes.subarray(from)]
      : kind < 0.7
        ? [bytes.subarray(to)]
        : [bytes.subarray(from, to), bytes.subarray(from)]
  return Buffer.concat([bytes.subarray(0, from), ...middle])
}

/** A few bytes that are others. */
function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes)
  for (let n = Math.floor(random() * 4); n >= 0; n--) {
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256)
  }
  return copy
}

function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return at.length === 0 ? [] : [at]
  const inside = Object.entries(value).flatMap(([key, item]) =>
    placesIn(item, [...at, Array.isArray(value) ? Number(key) : key]),
  )
  return at.length === 0 ? inside : [at, ...inside]
}

function pick<T>(list: readonly T[], random: Random): T | undefined {
  return list[Math.floor(random() * list.length)]
}
