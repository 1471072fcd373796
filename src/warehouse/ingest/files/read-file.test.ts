import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../errors.ts'
import { companyFirmographics } from '../../workflows/company-firmographics.ts'
import { salesnavCompany } from '../../workflows/salesnav-company.ts'
import { planColumns } from './plan-columns.ts'
import { type ReadFileOptions, readFile } from './read-file.ts'

interface Seen {
  line: number
  value?: unknown
  code?: string
}

/** Everything a file yields, read in chunks of the size given, so that every cut is somewhere awkward. */
async function read(text: string | Uint8Array, options: Partial<ReadFileOptions> = {}, size = 7) {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const notes: string[] = []
  const seen: Seen[] = []
  const file = readFile(chunks(), {
    plan: (header) => planColumns(salesnavCompany, header),
    onFormat: (format) => notes.push(format),
    onEncoding: (name) => notes.push(name),
    ...options,
  })
  try {
    for await (const { line, bytes: record, error } of file) {
      seen.push(error ? { line, code: error.code } : { line, value: parsed(Buffer.from(record).toString()) })
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    seen.push({ line: 0, code: error.code })
  }
  return { seen, notes }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const values = ({ seen }: { seen: Seen[] }) => seen.map(({ value, code }) => value ?? code)

describe('formats are known by themselves', () => {
  test('NDJSON, one JSON object, an array, several objects, and CSV', async () => {
    expect(await read('{"a":1}\n\n{"a":2}')).toEqual({
      seen: [
        { line: 1, value: { a: 1 } },
        { line: 3, value: { a: 2 } },
      ],
      notes: ['ndjson'],
    })
    expect(await read('{\n  "a": {"b": "}"}\n}\n')).toEqual({
      seen: [{ line: 1, value: { a: { b: '}' } } }],
      notes: ['json'],
    })
    expect(await read('[\n {"a": "]\\"["},\n {"a": 2}\n]')).toEqual({
      seen: [
        { line: 2, value: { a: ']"[' } },
        { line: 3, value: { a: 2 } },
      ],
      notes: ['json'],
    })
    expect(values(await read('{\n"a":1}{"a":\n2}'))).toEqual([{ a: 1 }, { a: 2 }])
    expect(await read('domain,headcount\nacme.com,5\n')).toEqual({
      seen: [{ line: 2, value: { domain: 'acme.com', headcount: '5' } }],
      notes: ['csv'],
    })
  })

  test('a file called .json may hold lines; a line that is broken does not hide the others', async () => {
    const { seen, notes } = await read('{"a":NaN}\n{"a":2}\n{"a":3}\n', { name: 'people.json' }, 1000)
    expect(notes).toEqual(['ndjson'])
    expect(values({ seen })).toEqual(['{"a":NaN}', { a: 2 }, { a: 3 }])
  })

  test('gzip is known by its bytes, whatever the name', async () => {
    expect(values(await read(gzipSync('{"a":1}\n{"a":2}'), { name: 'people.ndjson' }))).toEqual([{ a: 1 }, { a: 2 }])
  })

  test('what ends too early is told after what came before', async () => {
    expect(values(await read('[{"a":1},{"a"'))).toEqual([{ a: 1 }, 'json_unreadable'])
    expect(values(await read(gzipSync('{"a":1}\n'.repeat(50)).subarray(0, -9)))).toContain('encoding_gzip')
    expect(values(await read(''))).toEqual(['empty'])
  })

  test('a record of more than a megabyte is refused alone, in every format', async () => {
    const long = `{"a":"${'x'.repeat(1_048_600)}"}`
    const around = (text: string) => read(text, {}, 65_536)
    expect(values(await around(`{"a":1}\n${long}\n{"a":2}`))).toEqual([{ a: 1 }, 'too_large', { a: 2 }])
    expect(values(await around(`[{"a":1},${long},{"a":2}]`))).toEqual([{ a: 1 }, 'too_large', { a: 2 }])
  })
})

describe('encodings', () => {
  const csv = 'company_name,domain\nSociété Générale,sg.example\nCrédit “Été” – Łódź,ce.example\n'
  const rows = [
    { company_name: 'Société Générale', domain: 'sg.example' },
    { company_name: 'Crédit “Été” – Łódź', domain: 'ce.example' },
  ]

  test.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le'])('%s with a byte order mark', async (encoding) => {
    expect(values(await read(iconv.encode(csv, encoding, { addBOM: true })))).toEqual(rows)
  })

  test('UTF-16 without a mark, and NDJSON in UTF-16', async () => {
    expect(values(await read(iconv.encode(csv, 'utf-16le')))).toEqual(rows)
    const lines = iconv.encode('{"a":"é"}\n{"a":"ü"}\n', 'utf-16le', { addBOM: true })
    expect(values(await read(lines))).toEqual([{ a: 'é' }, { a: 'ü' }])
  })

  test.each([
    ['windows-1252', 'Müller & Söhne – Straße', 'ISO-8859-1 or windows-1252'],
    ['windows-1251', 'Общество с ограниченной ответственностью Ромашка', 'Cyrillic'],
    ['Shift_JIS', '株式会社日立製作所は東京都千代田区の会社です', 'Japanese'],
  ])('%s is guessed from the lines that are no UTF-8 (%s)', async (encoding, name) => {
    const bytes = iconv.encode(`company_name,domain\nAcme,acme.com\n${name},x.example\n`, encoding)
    const result = await read(bytes)
    expect(values(result)[1]).toEqual({ company_name: name, domain: 'x.example' })
    expect(result.notes).toContain(encoding)
  })

  test('one stray line behind many of UTF-8 is read too, and does not spoil them', async () => {
    const good = 'Zoë,zoe.example\n'.repeat(6000)
    const bytes = Buffer.concat([
      Buffer.from(`company_name,domain\n${good}`),
      iconv.encode('Café,cafe.example\n', 'latin1'),
      Buffer.from(good),
    ])
    const names = values(await read(bytes, {}, 65_536)).map((value) => (value as { company_name: string }).company_name)
    expect(new Set(names)).toEqual(new Set(['Zoë', 'Café']))
    expect(names.length).toBe(12_001)
  })

  test('an encoding that the user names is not guessed; one that nobody knows is refused', async () => {
    const bytes = iconv.encode('company_name,domain\nŁódź,x.example\n', 'iso-8859-2')
    expect(values(await read(bytes, { encoding: 'iso-8859-2' }))).toEqual([
      { company_name: 'Łódź', domain: 'x.example' },
    ])
    expect(values(await read(bytes, { encoding: 'klingon' }))).toEqual(['unknown_encoding'])
  })
})

describe('CSV', () => {
  test('quotes, line feeds inside cells, empty rows, and lines that end in any way', async () => {
    const text = 'company_name;domain\r\n"Acme; ""the"" Inc";acme.com\r\n"two\r\nlines";b.com\r\n\r\n;\r\nC;c.com'
    expect((await read(text)).seen).toEqual([
      { line: 2, value: { company_name: 'Acme; "the" Inc', domain: 'acme.com' } },
      { line: 3, value: { company_name: 'two\r\nlines', domain: 'b.com' } },
      { line: 7, value: { company_name: 'C', domain: 'c.com' } },
    ])
    expect((await read('company_name,domain\rA,a.com\rB,b.com')).seen).toEqual([
      { line: 2, value: { company_name: 'A', domain: 'a.com' } },
      { line: 3, value: { company_name: 'B', domain: 'b.com' } },
    ])
  })

  test.each([',', ';', '\t', '|'])('the delimiter %j is found, although cells hold others', async (delimiter) => {
    const rows = ['company_name,domain,description', '"A, B; C",a.com,"x, y; z | w"', 'D,d.com,"1, 2"']
    const text = rows.map((row) => row.replaceAll(/"[^"]*"|,/g, (part) => (part === ',' ? delimiter : part))).join('\n')
    expect(values(await read(text))[0]).toEqual({
      company_name: 'A, B; C',
      domain: 'a.com',
      description: 'x, y; z | w',
    })
  })

  test('a quote inside an unquoted cell is only a quote', async () => {
    expect(values(await read('company_name,domain\n5" Pipes,pipes.com\nB,b.com'))).toEqual([
      { company_name: '5" Pipes', domain: 'pipes.com' },
      { company_name: 'B', domain: 'b.com' },
    ])
  })

  test('a quote that is not closed costs its row or the rest, never silently', async () => {
    const swallowed = await read('company_name,domain,description\nA,a.com,"x\nB,b.com,y\nC,c.com,"z"\nD,d.com,w\n')
    expect(swallowed.seen.map(({ line, code }) => [line, code])).toEqual([
      [2, 'csv_quote'],
      [5, undefined],
    ])
    const open = await read('company_name,domain\nA,a.com\n"B,b.com\nC,c.com\n')
    expect(values(open)).toEqual([{ company_name: 'A', domain: 'a.com' }, 'csv_unreadable'])
  })

  test('a row with more cells than the header is refused with its cells; a shorter one is not', async () => {
    const { seen } = await read('company_name,domain\nA,a.com,Berlin\nB\n')
    expect(seen).toEqual([
      { line: 2, code: 'column_count' },
      { line: 3, value: { company_name: 'B' } },
    ])
  })
})

describe('columns', () => {
  const plan = (header: string[], map: [string, string][] = []) =>
    planColumns(companyFirmographics, header, { map: new Map(map) })

  test('headers find their fields by name and by usual names; the rest goes into the payload', () => {
    const { columns, request } = plan(['Company Website', 'Employee Count', 'locations.city', 'Tags'])
    expect(columns.map(({ target }) => target)).toEqual([
      'company_domain',
      'raw_payload.employee_count',
      'raw_payload.locations.city',
      'raw_payload.tags',
    ])
    expect(request(['acme.com', '42', 'Berlin', '["a", "b"]'])).toEqual({
      company_domain: 'acme.com',
      raw_payload: { employee_count: '42', locations: { city: 'Berlin' }, tags: ['a', 'b'] },
    })
  })

  test('the user decides, and may leave a column out', () => {
    const { columns } = plan(
      ['Domain', 'Site', 'Notes'],
      [
        ['site', 'company_domain'],
        ['Notes', ''],
      ],
    )
    expect(columns.map(({ target }) => target)).toEqual(['raw_payload.domain', 'company_domain', null])
    expect(() => plan(['Domain'], [['Sait', 'company_domain']])).toThrow('no column "Sait"')
  })

  test('an exact name wins over a usual one, and two columns never share a field', () => {
    const { columns } = planColumns(salesnavCompany, ['Name', 'Company Name', 'Website', 'Website', ''])
    expect(columns.map(({ target }) => target)).toEqual(['name', 'company_name', 'domain', 'website', 'column_5'])
  })

  test('a header without any known column is refused: it is no header', () => {
    expect(() => planColumns(salesnavCompany, ['3', 'x'])).toThrow('No column of the header')
  })
})

describe('a file of refused records', () => {
  test('is read as the records it holds, with their digits; unreadable ones were kept as text', async () => {
    const lines = [
      '{"line":7,"code":"invalid_request","error":"…","record":{"id":12345678901234567890}}',
      '{"line":9,"code":"syntax","error":"…","record":"{\\"a\\":1}"}',
      '{"line":9,"code":"column_count","error":"…","record":{"a":1,"surplus_cells":["x"]}}',
    ]
    const raw: string[] = []
    async function* chunks() {
      yield Buffer.from(lines.join('\n'))
    }
    for await (const { bytes, error } of readFile(chunks(), {
      plan: () => {
        throw new Error('no CSV')
      },
    })) {
      raw.push(error?.code ?? Buffer.from(bytes).toString())
    }
    expect(raw).toEqual(['{"id":12345678901234567890}', '{"a":1}', 'column_count'])
  })

  test('an ordinary file with a member called record stays as it is', async () => {
    expect(values(await read('{"record":{"a":1}}\n'))).toEqual([{ record: { a: 1 } }])
  })
})
