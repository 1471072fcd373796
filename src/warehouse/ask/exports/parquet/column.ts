import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import type { ExportColumn } from '../schema.ts'
import { bitsFor, packHybrid } from './hybrid.ts'
import { type ChunkMetadata, dictionaryHeader, pageHeader } from './metadata.ts'
import { plainBytes } from './values.ts'

/** The values of one column in one group of rows, ready to be written. */
export interface Chunk {
  bytes: Buffer[]
  metadata: Omit<ChunkMetadata, 'offset'>
}

export interface ColumnWriter {
  add(value: string | null): void
  /** Ends the group: its pages, compressed. */
  endGroup(): Promise<Chunk>
}

/** Values of a page: what is waiting uncompressed is one page of each column. */
const PAGE = 5_000
/** Where a column has more different values than this share of its values, a dictionary only costs. */
const MOST_DIFFERENT = 0.5

const compress = promisify(zstdCompress)
const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/**
 * Writes one column page by page. A page is encoded when it is full and compressed in another thread (zstd, level 1),
 * so a group of 50,000 rows costs no pause at its end, and waits as 5 MB instead of 60. Values are written through a
 * dictionary until that turns out not to pay; from then on, for the rest of the file, as they are.
 */
export function openColumn(column: ExportColumn): ColumnWriter {
  const indexes = new Int32Array(PAGE)
  const defined = new Int32Array(PAGE)
  const plain = plainBytes(column.type)
  const entries = plainBytes(column.type)
  const dictionary = new Map<string, number>()
  let byDictionary = column.type === 'text' || column.type === 'texts'
  let [inPage, known, nulls, values, uncompressed] = [0, 0, 0, 0, 0]
  let pages: Promise<Buffer[]>[] = []

  function endPage(): void {
    if (inPage === 0) return
    const count = inPage
    const levels = packHybrid(defined.subarray(0, inPage), 1)
    const levelsLength = Buffer.allocUnsafe(4)
    levelsLength.writeUInt32LE(levels.length)
    // A page of nothing but nulls has no use for a dictionary, which may be empty.
    const throughDictionary = byDictionary && known > 0
    const bits = bitsFor(dictionary.size)
    const data = throughDictionary ? [Buffer.of(bits), packHybrid(indexes.subarray(0, known), bits)] : [plain.view()]
    const body = Buffer.concat([levelsLength, levels, ...data])
    pages.push(page(body, (sizes) => pageHeader(count, throughDictionary, sizes)))
    values += count
    nulls += count - known
    if (byDictionary && dictionary.size > MOST_DIFFERENT * (values - nulls)) byDictionary = false
    plain.clear()
    inPage = 0
    known = 0
  }

  async function page(body: Buffer, header: (sizes: { raw: number; compressed: number }) => Buffer): Promise<Buffer[]> {
    const compressed = await compress(body, level)
    const head = header({ raw: body.length, compressed: compressed.length })
    uncompressed += head.length + body.length
    return [head, compressed]
  }

  function refer(value: string): boolean {
    let index = dictionary.get(value)
    if (index === undefined) {
      index = dictionary.size
      dictionary.set(value, index)
      entries.append(value)
    }
    indexes[known] = index
    return true
  }

  return {
    add(value) {
      const given = value !== null && (byDictionary ? refer(value) : plain.append(value))
      defined[inPage] = given ? 1 : 0
      if (given) known++
      if (++inPage === PAGE) endPage()
    },
    async endGroup() {
      endPage()
      const first =
        dictionary.size === 0 ? [] : await page(entries.view(), (sizes) => dictionaryHeader(dictionary.size, sizes))
      const data = (await Promise.all(pages)).flat()
      const size = (buffers: Buffer[]) => buffers.reduce((sum, { length }) => sum + length, 0)
      const metadata = {
        column,
        values,
        nulls,
        uncompressed,
        dictionary: size(first),
        compressed: size(first) + size(data),
      }
      pages = []
      dictionary.clear()
      entries.clear()
      values = 0
      nulls = 0
      uncompressed = 0
      return { bytes: [...first, ...data], metadata }
    },
  }
}
