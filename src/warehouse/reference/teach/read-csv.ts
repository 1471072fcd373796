import { refused } from '../../../errors.ts'
import { csvRows } from '../../ingest/files/csv-rows.ts'
import { toUtf8 } from '../../ingest/files/to-utf8.ts'
import type { Entry, Kind } from './schema.ts'

/** What the columns of a file may be called; the first is the name in the API. */
export const csvColumns: Record<Kind, Record<string, string[]>> = {
  title: {
    value: ['latest_title', 'job_title', 'title'],
    cleaned_job_title: [],
    seniority_level: [],
    job_function: [],
    status: [],
  },
  location: { value: ['location_name', 'location'], city: [], state: [], country: [] },
  industry: { value: ['industry'], canonical: ['matched_industry'] },
  employee_range: { value: ['size', 'employee_range'], canonical: ['matched_employee_range'] },
  country: { value: ['country'], canonical: ['name'] },
  company_name: { value: ['name', 'company_name'], domain: ['company_domain'] },
}

/** The rows as entries; empty cells are null. Throws 422 `column_missing`, and what makes a file unreadable. */
export async function readCsv(kind: Kind, chunks: AsyncIterable<Uint8Array>, delimiter?: string): Promise<Entry[]> {
  let names: (string | undefined)[] | undefined
  const entries: Entry[] = []
  for await (const { cells, error } of csvRows(toUtf8(chunks, { guess: true }), delimiter)) {
    if (error !== undefined) throw error
    if (names === undefined) {
      names = cells.map((cell) => nameOf(kind, cell))
      for (const needed of [
        'value',
        ...(kind === 'title' || kind === 'location' ? [] : Object.keys(csvColumns[kind])),
      ]) {
        if (!names.includes(needed)) {
          const called = [needed, ...(csvColumns[kind][needed] ?? [])].join(', ')
          throw refused('column_missing', `The header needs a column ${called}; it has ${cells.join(', ')}`)
        }
      }
      continue
    }
    const entry = names.flatMap((name, i) => (name === undefined ? [] : [[name, cells[i]?.trim() || null]]))
    entries.push(Object.fromEntries(entry) as Entry)
  }
  return entries
}

function nameOf(kind: Kind, header: string): string | undefined {
  const name = header.trim().toLowerCase().replaceAll(/[ -]+/g, '_')
  return Object.entries(csvColumns[kind]).find(([own, others]) => own === name || others.includes(name))?.[0]
}
