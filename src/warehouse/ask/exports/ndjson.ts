import type { TextRow } from '../../../db/read-snapshot.ts'
import type { Encoder } from './encoder.ts'
import { lineBytes } from './line-bytes.ts'
import type { ExportColumn } from './schema.ts'

/** One JSON object per line, with every column: what is not known is null. */
export function openNdjson(columns: readonly ExportColumn[]): Encoder {
  const names = columns.map(({ name }, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`)
  // What else there is comes as JSON from the database.
  const quoted = columns.map(({ type }) => type !== 'integer' && type !== 'texts')

  const lines = lineBytes()

  function line(row: TextRow): string {
    let text = ''
    for (let i = 0; i < names.length; i++) {
      const value = row[i]
      text += names[i]
      text += value === null || value === undefined ? 'null' : quoted[i] ? JSON.stringify(value) : value
    }
    return `${text}}\n`
  }

  return {
    rows(rows) {
      for (const row of rows) lines.append(line(row))
      return lines.take()
    },
    end: () => [],
  }
}
