import { zstdDecompressSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import type { TextRow } from '../../../db/read-snapshot.ts'
import { cell, openCsv } from './csv.ts'
import { makeToken, readToken } from './download-token.ts'
import type { Encoder } from './encoder.ts'
import { openNdjson } from './ndjson.ts'
import { openParquet } from './parquet.ts'
import { readRange } from './read-range.ts'
import type { ExportColumn } from './schema.ts'

const columns: ExportColumn[] = [
  { name: 'id', type: 'uuid' },
  { name: 'name', type: 'text' },
  { name: 'country', type: 'text' },
  { name: 'started', type: 'date' },
  { name: 'employees', type: 'integer' },
  { name: 'seen_at', type: 'timestamp' },
  { name: 'nothing', type: 'text' },
]

/** Rows that take a page of nulls, a dictionary that is given up, one that is not, and a second group. */
function rowsOf(count: number): TextRow[] {
  return Array.from({ length: count }, (_, i) => [
    `id-${i}`,
    i % 7 === 0 ? null : `Näme "${i}", 名 ${'x'.repeat(i % 40)}`,
    i < 12_000 ? null : (['France', 'Germany', 'Côte d’Ivoire'][i % 3] ?? null),
    i % 5 === 0 ? null : new Date(Date.UTC(1965, 0, 1 + (i % 30_000))).toISOString().slice(0, 10),
    i % 3 === 0 ? null : String((i % 2 === 0 ? 1 : -1) * i),
    '2026-03-14T15:09:26.535Z',
    null,
  ])
}

async function fileOf(encoder: Encoder, rows: TextRow[]): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  // A piece holds until the next call only.
  const keep = (made: Uint8Array[]) => pieces.push(...made.map((piece) => Buffer.from(piece)))
  for (let at = 0; at < rows.length; at += 1_000) keep(await encoder.rows(rows.slice(at, at + 1_000)))
  keep(await encoder.end())
  return Buffer.concat(pieces)
}

function parquetFile(bytes: Buffer) {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  return { file, compressors: { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) } }
}

test('another reader finds in a Parquet file every value with its type, over pages and groups', async () => {
  const rows = rowsOf(51_003)
  const given = parquetFile(await fileOf(openParquet(columns), rows))
  const metadata = parquetMetadata(given.file)
  expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([50_000, 1_003])
  const encodings = (group: number, name: string) =>
    metadata.row_groups[group]?.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data
      ?.encodings
  expect(encodings(0, 'country')).toContain('RLE_DICTIONARY')
  expect(encodings(1, 'name')).not.toContain('RLE_DICTIONARY')
  const read = await parquetReadObjects(given)
  expect(read).toHaveLength(rows.length)
  const text = (value: unknown) => (value instanceof Date ? value.toISOString() : value === null ? null : String(value))
  const wrong = rows.findIndex((row, i) => {
    const found = columns.map(({ name, type }) => {
      const value = text(read[i]?.[name] ?? null)
      return type === 'date' ? (value?.slice(0, 10) ?? null) : value
    })
    return found.some((value, c) => value !== row[c])
  })
  expect(wrong).toBe(-1)
  // A date that Parquet's calendar cannot hold is left out; an empty file is a file.
  const odd = parquetFile(await fileOf(openParquet(columns), [['a', 'b', 'c', '0044-03-15 BC', '1', null, null]]))
  expect(await parquetReadObjects(odd)).toMatchObject([{ id: 'a', started: null, employees: 1 }])
  expect(await parquetReadObjects(parquetFile(await fileOf(openParquet(columns), [])))).toEqual([])
})

test('a CSV file is read back as it was, and no cell of it is a formula', async () => {
  const rows = rowsOf(2_000)
  const bytes = await fileOf(openCsv(columns, { bom: true }), rows)
  expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
  const [header, ...read] = parse(bytes, { bom: true, record_delimiter: '\r\n' }) as string[][]
  expect(header).toEqual(columns.map(({ name }) => name))
  expect(read).toEqual(rows.map((row) => row.map((value) => value ?? '')))
  expect((await fileOf(openCsv(columns), [])).toString()).toBe('id,name,country,started,employees,seen_at,nothing\r\n')
})

test.each([
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['+cmd|/C calc', `'+cmd|/C calc`],
  ['-2+3', `'-2+3`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `'\t=1`],
  ['\r=1', `"'\r=1"`],
  ['＝1+1', `'＝1+1`],
  // Controls: numbers and everyday text stay as they are.
  ['-12.5', '-12.5'],
  ['+4915112345', '+4915112345'],
  ['a=b', 'a=b'],
  ['Acme, Inc.', '"Acme, Inc."'],
  ['two\nlines', '"two\nlines"'],
  ['', '""'],
])('a spreadsheet takes %j as text', (value, expected) => {
  expect(cell(value)).toBe(expected)
})

test('each line of NDJSON is an object with every column', async () => {
  const listed: ExportColumn[] = [...columns, { name: 'inferred', type: 'texts' }]
  const row = ['a', 'line\n"quoted"', null, '2026-01-02', '-7', '2026-03-14T15:09:26.535Z', null, '["x","y"]']
  const lines = (await fileOf(openNdjson(listed), [row, row])).toString().split('\n')
  expect(lines).toHaveLength(3)
  expect(JSON.parse(lines[1] ?? '')).toEqual({
    id: 'a',
    name: 'line\n"quoted"',
    country: null,
    started: '2026-01-02',
    employees: -7,
    seen_at: '2026-03-14T15:09:26.535Z',
    nothing: null,
    inferred: ['x', 'y'],
  })
})

test('a download link cannot be changed, and its parts of a file are those that exist', () => {
  const secret = Buffer.alloc(32, 7)
  const download = { id: '0f6c2a5e-1111-4000-8000-00000000abcd', until: 4_000_000_000 }
  const token = makeToken(secret, download)
  expect(readToken(secret, token)).toEqual(download)
  for (let i = 0; i < token.length; i++) {
    const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1)
    // The last character has bits that mean nothing.
    if (Buffer.from(changed, 'base64url').equals(Buffer.from(token, 'base64url'))) continue
    expect(readToken(secret, changed), changed).toBeUndefined()
  }
  expect(readToken(Buffer.alloc(32, 8), token)).toBeUndefined()

  expect(readRange('bytes=0-9', 100)).toEqual({ start: 0, end: 9 })
  expect(readRange('bytes=90-', 100)).toEqual({ start: 90, end: 99 })
  expect(readRange('bytes=-30', 100)).toEqual({ start: 70, end: 99 })
  expect(readRange('bytes=50-500', 100)).toEqual({ start: 50, end: 99 })
  expect(readRange('bytes=100-', 100)).toBeNull()
  for (const odd of [undefined, 'bytes=-', 'bytes=9-1', 'bytes=0-1,3-4', 'lines=1-2']) {
    expect(readRange(odd, 100)).toBeUndefined()
  }
})
