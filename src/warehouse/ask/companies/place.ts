import { malformed } from '../../../errors.ts'

/** The cursor behind a row of a list by domain: what the row is ordered by. Opaque to callers. */
export function writePlace(list: string, { rank, domain }: PlaceOf): string {
  return Buffer.from(JSON.stringify([list, rank, domain])).toString('base64url')
}

/** Where a list goes on: its last row's domain, and before it the number it is ordered by, if any. */
export interface PlaceOf {
  rank: number
  domain: string
}

/** Throws 400 `invalid_cursor`, also for a cursor of another list. */
export function readPlace(list: string, cursor: string | undefined): PlaceOf | null {
  if (cursor === undefined) return null
  const [name, rank, domain] = parse(cursor)
  if (name === list && typeof rank === 'number' && Number.isSafeInteger(rank) && typeof domain === 'string') {
    if (Math.abs(rank) < 2 ** 31 && !domain.includes('\0')) return { rank, domain: domain.toWellFormed() }
  }
  throw malformed('invalid_cursor', 'The cursor is none of this list: begin again without it')
}

function parse(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}
