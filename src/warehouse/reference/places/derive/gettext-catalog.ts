import { readFileSync } from 'node:fs'

/** The entries of a compiled gettext catalogue (.mo, little-endian): identifier → text. */
export function readCatalog(path: string): Map<string, string> {
  const bytes = readFileSync(path)
  const [count, ids, texts] = [bytes.readUInt32LE(8), bytes.readUInt32LE(12), bytes.readUInt32LE(16)]
  function entry(table: number, index: number): string {
    const [length, offset] = [bytes.readUInt32LE(table + 8 * index), bytes.readUInt32LE(table + 8 * index + 4)]
    return bytes.toString('utf8', offset, offset + length)
  }
  return new Map(Array.from({ length: count }, (_, index) => [entry(ids, index), entry(texts, index)]))
}
