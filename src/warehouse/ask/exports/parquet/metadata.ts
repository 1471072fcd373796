import type { ExportColumn } from '../schema.ts'
import { binary, boolean, i32, i64, numbers, struct, structs, type Thrift, texts, thriftBytes } from './thrift.ts'

/** Where a column's values of one group lie in the file. Sizes are bytes, with the headers of the pages. */
export interface ChunkMetadata {
  column: ExportColumn
  offset: number
  values: number
  nulls: number
  uncompressed: number
  compressed: number
  /** Size of the page with the dictionary, which is the first; 0 without one. */
  dictionary: number
}

export interface GroupMetadata {
  rows: number
  chunks: ChunkMetadata[]
}

/** What is compressed, before and after. */
interface PageSizes {
  raw: number
  compressed: number
}

// Numbers of https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
const PLAIN = 0
const RLE = 3
const RLE_DICTIONARY = 8
const ZSTD = 6
const OPTIONAL = 1
const DATA_PAGE = 0
const DICTIONARY_PAGE = 2

/** The physical type, and the older and the newer name of what its values mean. */
const text = { physical: 6, converted: 0, logical: struct([1, struct()]) }
const types: Record<ExportColumn['type'], { physical: number; converted?: number; logical?: Thrift }> = {
  text,
  uuid: text,
  texts: text,
  integer: { physical: 1 },
  date: { physical: 1, converted: 6, logical: struct([6, struct()]) },
  // In UTC, in milliseconds.
  timestamp: {
    physical: 2,
    converted: 9,
    logical: struct([8, struct([1, boolean(true)], [2, struct([1, struct()])])]),
  },
}

/** The header of a page of values. */
export function pageHeader(values: number, throughDictionary: boolean, { raw, compressed }: PageSizes): Buffer {
  const encoding = throughDictionary ? RLE_DICTIONARY : PLAIN
  const data = struct([1, i32(values)], [2, i32(encoding)], [3, i32(RLE)], [4, i32(RLE)])
  return thriftBytes(struct([1, i32(DATA_PAGE)], [2, i32(raw)], [3, i32(compressed)], [5, data]))
}

/** The header of the page that holds a dictionary of this many values. */
export function dictionaryHeader(values: number, { raw, compressed }: PageSizes): Buffer {
  const data = struct([1, i32(values)], [2, i32(PLAIN)])
  return thriftBytes(struct([1, i32(DICTIONARY_PAGE)], [2, i32(raw)], [3, i32(compressed)], [7, data]))
}

/** The end of the file: what is in it and where. */
export function footer(columns: readonly ExportColumn[], groups: readonly GroupMetadata[], createdBy: string): Buffer {
  const rows = groups.reduce((sum, group) => sum + group.rows, 0)
  const metadata = thriftBytes(
    struct(
      [1, i32(2)],
      [2, structs([struct([4, binary('schema')], [5, i32(columns.length)]), ...columns.map(schemaElement)])],
      [3, i64(rows)],
      [4, structs(groups.map(rowGroup))],
      [6, binary(createdBy)],
    ),
  )
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32LE(metadata.length)
  return Buffer.concat([metadata, length, magic])
}

/** How a file begins and ends. */
export const magic = Buffer.from('PAR1')

function schemaElement({ name, type }: ExportColumn): Thrift {
  const { physical, converted, logical } = types[type]
  return struct(
    [1, i32(physical)],
    [3, i32(OPTIONAL)],
    [4, binary(name)],
    [6, converted === undefined ? undefined : i32(converted)],
    [10, logical],
  )
}

function rowGroup({ rows, chunks }: GroupMetadata): Thrift {
  const sum = (of: 'uncompressed' | 'compressed') => chunks.reduce((total, chunk) => total + chunk[of], 0)
  return struct(
    [1, structs(chunks.map(columnChunk))],
    [2, i64(sum('uncompressed'))],
    [3, i64(rows)],
    [5, i64(chunks[0]?.offset ?? 0)],
    [6, i64(sum('compressed'))],
  )
}

function columnChunk({ column, offset, values, nulls, uncompressed, compressed, dictionary }: ChunkMetadata): Thrift {
  const encodings = dictionary === 0 ? [PLAIN, RLE] : [PLAIN, RLE, RLE_DICTIONARY]
  const metadata = struct(
    [1, i32(types[column.type].physical)],
    [2, numbers(encodings)],
    [3, texts([column.name])],
    [4, i32(ZSTD)],
    [5, i64(values)],
    [6, i64(uncompressed)],
    [7, i64(compressed)],
    [9, i64(offset + dictionary)],
    [11, dictionary === 0 ? undefined : i64(offset)],
    [12, struct([3, i64(nulls)])],
  )
  return struct([2, i64(offset)], [3, metadata])
}
