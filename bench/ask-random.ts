/**
 * SQL snippets that give each row values which look random and are the same in every run: hashes of the row's number, so
 * that no plan, order or parallel worker changes them. A salt tells one column from another.
 */

let salt = 20_260_131

/** A number of [0, 1), uniform and of its own for each use in the code and each value of `row`, a bigint expression. */
export function uniform(row: string): string {
  salt += 1
  return `((hashint8extended((${row})::bigint, ${salt}) & 4294967295)::float8 / 4294967296)`
}

/** Whether something holds for this share of the rows. */
export function chance(row: string, share: number): string {
  return `(${uniform(row)} < ${share})`
}

/** One of the values, each with its share of the whole; shares need not add up to anything. */
export function oneOf(row: string, shares: Record<string, number>): string {
  return wordAt(Object.keys(shares), place(uniform(row), Object.values(shares)))
}

/** Which of these shares a number of [0, 1) falls into, from 1: an expression of one. */
export function place(number: string, shares: readonly number[]): string {
  const whole = shares.reduce((sum, share) => sum + share, 0)
  let sum = 0
  const ends = shares.slice(0, -1).map((share) => {
    sum += share
    return (sum / whole).toFixed(9)
  })
  return `(1 + width_bucket(${number}, array[${ends.join()}]::float8[]))`
}

/** One of the values, the first ones more often: density falls with the root of the position. */
export function popular(row: string, values: readonly string[]): string {
  return wordAt(values, `1 + floor(${values.length} * ${uniform(row)} ^ 2)::int`)
}

/** The value with this number, from 1: an expression. */
export function wordAt(values: readonly string[], number: string): string {
  return `(${textArray(values)})[${number}]`
}

function textArray(values: readonly string[]): string {
  return `array[${values.map(text).join()}]`
}

export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
