import { createHmac } from 'node:crypto'

/**
 * Who is shown in full, of all who match: those whose keyed hash is smallest, in that order. So being shown, and the order,
 * tell nothing about the others (the first fifty of a sorted list would tell where all others lie), and all links to one
 * search show the same rows: several links do not add up to more.
 */
export function pickSample(secret: Buffer, searchId: string, ids: readonly string[], count: number): string[] {
  return ids
    .map((id) => ({ id, rank: createHmac('sha256', secret).update(`galena sample 1 ${searchId} ${id}`).digest('hex') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, count)
    .map(({ id }) => id)
}

/** A number of hidden rows that is told roughly: rounded down to two digits, below 100 to one, below 10 to "at least 1". */
export function roundDown(count: number): number {
  if (count < 10) return Math.min(count, 1)
  const digits = count < 100 ? 1 : 2
  const unit = 10 ** (Math.floor(Math.log10(count)) + 1 - digits)
  return Math.floor(count / unit) * unit
}
