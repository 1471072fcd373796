/** Bytes of a file that are asked for, both ends included. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * What a Range header asks for: undefined for everything (no header, several ranges, or one that cannot be read, as RFC
 * 9110 lets it be), null for what the file does not have.
 */
export function readRange(header: string | undefined, size: number): ByteRange | null | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || first + last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? null : { start: size - length, end: size - 1 }
  }
  const range = { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) }
  if (last !== '' && Number(last) < range.start) return undefined
  return range.start >= size ? null : range
}
