import { hash } from 'node:crypto'

/** A B-tree entry holds 2,704 bytes at most; keys of several columns share them. */
const longestKey = 1000

/**
 * Several parts as one key: each NFKC, lower case, with single spaces, joined with `|`; a missing part is empty. A key
 * that no index could hold ends in its own hash instead.
 */
export function naturalKey(parts: readonly (string | null | undefined)[]): string {
  const key = parts.map((part) => (part ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()).join('|')
  if (Buffer.byteLength(key) <= longestKey) return key
  return `${key.slice(0, 200)}…${hash('sha256', key, 'hex')}`
}
