import { malformed } from '../../../errors.ts'
import type { Order } from './sorts.ts'

/** The last row of a page: its value in the order, and its position. */
export interface Place {
  key: string | number | null
  position: string
}

/** A cursor, opaque to callers. */
export function writeCursor({ name }: Order, { key, position }: Place): string {
  return Buffer.from(JSON.stringify([name, key, position])).toString('base64url')
}

/** Throws 400 `invalid_cursor`, also for a cursor of another order. */
export function readCursor(cursor: string, { name }: Order): Place {
  const [order, key, position] = parse(cursor)
  const isKey = key === null || typeof key === 'string' || typeof key === 'number'
  if (order !== name || !isKey || typeof position !== 'string' || !/^\d{1,18}$/.test(position)) {
    throw malformed('invalid_cursor', 'The cursor is none of this search: begin again without it')
  }
  if (name.endsWith('_date') && key !== null && !/^\d{4}-\d{2}-\d{2}$/.test(String(key))) throw invalid()
  if (name.endsWith('_count') && key !== null && !Number.isSafeInteger(key)) throw invalid()
  return { key, position }
}

function invalid() {
  return malformed('invalid_cursor', 'The cursor is none of this search: begin again without it')
}

function parse(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}
