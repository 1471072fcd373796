import type { TextRow } from '../../../db/read-snapshot.ts'
import type { Encoder } from './encoder.ts'
import { lineBytes } from './line-bytes.ts'
import type { ExportColumn } from './schema.ts'

const LINE = '\r\n'
const BYTE_ORDER_MARK = '\uFEFF'
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/
/** What a spreadsheet reads as the beginning of a formula; the wide forms count where such keyboards are used. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const PLAIN_NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/

export interface CsvOptions {
  /** Begins with a byte order mark, without which Excel takes UTF-8 for the code page of its country. */
  bom?: boolean
}

/**
 * CSV as RFC 4180 has it: a header, commas, CRLF, quotes where they are needed. Null is nothing, an empty text is `""`.
 * A text that a spreadsheet would run as a formula begins with an apostrophe.
 */
export function openCsv(columns: readonly ExportColumn[], { bom = false }: CsvOptions = {}): Encoder {
  // Dates, numbers and ids can be no formula, and need no quotes.
  const isText = columns.map(({ type }) => type === 'text' || type === 'texts')
  const header = columns.map(({ name }) => name).join(',') + LINE
  const lines = lineBytes()
  let begun = false

  function line(row: TextRow): string {
    let text = ''
    for (let i = 0; i < isText.length; i++) {
      const value = row[i]
      if (i > 0) text += ','
      if (value !== null && value !== undefined) text += isText[i] ? cell(value) : value
    }
    return text + LINE
  }

  function begin(): void {
    if (begun) return
    begun = true
    lines.append(bom ? BYTE_ORDER_MARK + header : header)
  }

  return {
    rows(rows) {
      begin()
      for (const row of rows) lines.append(line(row))
      return lines.take()
    },
    end() {
      begin()
      return lines.take()
    },
  }
}

/** One text as a cell. */
export function cell(value: string): string {
  if (value === '') return '""'
  const safe = FORMULA.test(value) && !PLAIN_NUMBER.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
