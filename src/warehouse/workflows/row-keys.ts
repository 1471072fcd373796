import { text } from '../ingest/read-values.ts'
import type { ExtractContext } from './define.ts'

/** A B-tree entry holds 2,704 bytes at most; keys of several columns share them. */
const longestKey = 1000

/** A text that becomes part of a unique key, null with a warning when no index could hold it. */
export function keyText(value: unknown, field: string, warn: ExtractContext['warn']): string | null {
  const read = text(value)
  if (read === null || Buffer.byteLength(read) <= longestKey) return read
  warn('too_long', field)
  return null
}

/** The entries whose key has not occurred before. */
export function distinctBy<T>(entries: readonly T[], key: (entry: T) => string): T[] {
  const seen = new Set<string>()
  return entries.filter((entry) => {
    const name = key(entry)
    if (seen.has(name)) return false
    seen.add(name)
    return true
  })
}
