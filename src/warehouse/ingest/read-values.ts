/**
 * Readers of single values, tolerant of how sources write them and strict about what they mean. Each gives the value or null;
 * a value that is there but cannot be read is null with a warning, never an error and never a guess.
 */

/** Reports that the value of a field could not be used. */
export type Warn = (code: string, field: string, value?: unknown) => void

/** Text, trimmed; numbers as their digits. "" and "null" are no value. NUL and lone surrogates become U+FFFD. */
export function text(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'string') return null
  const trimmed = value.trim()
  if (trimmed === '' || trimmed === 'null') return null
  return (trimmed.includes('\0') ? trimmed.replaceAll('\0', '\ufffd') : trimmed).toWellFormed()
}

/** No count in a payload truly reaches a thousand million (there are not that many members, or days); all fits int4. */
const maxCount = 999_999_999

/**
 * A whole number from 0 to 999,999,999, as counts and years are: 12, 12.0, "1240", "1,240". Warning `invalid_integer` for
 * everything else that is there, such as -5, 1e9, "10-50", "~200", true.
 */
export function integer(value: unknown, field = '', warn?: Warn): number | null {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxCount) return value + 0
  if (isAbsent(value)) return null
  const digits = typeof value === 'string' ? wholeNumber(value) : null
  if (digits !== null && digits.length <= 9) return Number(digits)
  warn?.('invalid_integer', field, value)
  return null
}

/**
 * An id for a bigint column, as text, so that its digits never pass through a float: from digits, or from a number that a
 * double holds exactly. Warning `invalid_id` otherwise.
 */
export function bigId(value: unknown, field = '', warn?: Warn): string | null {
  if (isAbsent(value)) return null
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value)
  if (typeof value === 'bigint' && value >= 0n && value <= 9_223_372_036_854_775_807n) return String(value)
  const digits = typeof value === 'string' ? /^\d{1,40}$/.exec(value.trim())?.[0].replace(/^0+(?=\d)/, '') : undefined
  if (digits !== undefined && fitsInt8(digits)) return digits
  warn?.('invalid_id', field, value)
  return null
}

/** A number as text, exact as it was written: 90000, 1.5, "90,000.50", "-3". Warning `invalid_number` otherwise. */
export function numeric(value: unknown, field = '', warn?: Warn): string | null {
  if (isAbsent(value)) return null
  if (typeof value === 'number' && Number.isFinite(value)) return String(value + 0)
  if (typeof value === 'string' && value.length <= 100) {
    const plain = /^\s*([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,40})(\.\d{1,40})?\s*$/.exec(value)
    if (plain !== null) return `${plain[1] === '-' ? '-' : ''}${plain[2]?.replaceAll(',', '')}${plain[3] ?? ''}`
  }
  warn?.('invalid_number', field, value)
  return null
}

const separators = /[\s().\-\u2010-\u2015/]/g

/**
 * A telephone number as E.164 (+44 (0)20 7946 0018 is +442079460018). Only numbers with their country code have that form:
 * others are null with the warning `invalid_phone`, as are words in letters and too few or too many digits. An extension is
 * no part of the number: it is left out with the warning `phone_extension`.
 */
export function phone(value: unknown, field = '', warn?: Warn): string | null {
  if (isAbsent(value)) return null
  const sent = typeof value === 'string' && value.length <= 100 ? value.trim() : ''
  const [, number = '', extension] =
    /^(?:tel:)?([^a-z#;,]*?)(?:\s*[;,]?\s*(?:ext(?:ension)?\.?|x|#)\s*[:=]?\s*(\d{1,8}))?$/i.exec(sent) ?? []
  const digits = number.replace('(0)', '').replace(separators, '').replace(/^00/, '+')
  if (!/^\+[1-9]\d{6,14}$/.test(digits)) {
    warn?.('invalid_phone', field, value)
    return null
  }
  if (extension !== undefined) warn?.('phone_extension', field, value)
  return digits
}

/** true, false, or their usual texts and digits ("true", "1", "yes", "y", "no", …). Warning `invalid_boolean` otherwise. */
export function boolean(value: unknown, field = '', warn?: Warn): boolean | null {
  if (typeof value === 'boolean') return value
  if (isAbsent(value)) return null
  if (value === 1) return true
  if (value === 0) return false
  const word = typeof value === 'string' && value.length <= 20 ? value.trim().toLowerCase() : ''
  if (word === 'true' || word === '1' || word === 'yes' || word === 'y' || word === 't') return true
  if (word === 'false' || word === '0' || word === 'no' || word === 'n' || word === 'f') return false
  warn?.('invalid_boolean', field, value)
  return null
}

/** The list, or null for whatever is none. An empty list is a list: it says that there is nothing. */
export function array(value: unknown, field = '', warn?: Warn): unknown[] | null {
  if (Array.isArray(value)) return value
  if (!isAbsent(value)) warn?.('invalid_list', field, value)
  return null
}

/** The object, or null for whatever is none (lists are none). */
export function object(value: unknown, field = '', warn?: Warn): Record<string, unknown> | null {
  if (isRecord(value)) return value
  if (!isAbsent(value)) warn?.('invalid_object', field, value)
  return null
}

/** The readable texts of a list, in order; a single text is a list of one. Null if there is no list. Never splits at commas. */
export function texts(value: unknown, field = '', warn?: Warn): string[] | null {
  if (typeof value === 'string') {
    const only = text(value)
    return only === null ? null : [only]
  }
  const list = array(value, field, warn)
  return list === null ? null : list.map(text).filter((entry) => entry !== null)
}

/** A value for a jsonb column, as it is; null for no value. */
export function json(value: unknown): unknown {
  return isAbsent(value) ? null : value
}

/** A day as `YYYY-MM-DD`; where only the month or year is known it is the first day of it, and `precision` says so. */
export interface PartialDate {
  date: string
  precision: 'day' | 'month' | 'year'
}

/**
 * A date of which the day or month may be missing: "2019", "2019-04", "2019-04-01", the same with a time behind "T" or a
 * space, 2019, {year, month, day}. Years 1900 to 2100. Impossible dates ("2026-02-30") and other forms ("01/02/2026", whose
 * order nobody knows) are null with the warning `invalid_date`; nothing rolls over. "Present", as sources end open jobs, is
 * no date.
 */
export function partialDate(value: unknown, field = '', warn?: Warn): PartialDate | null {
  if (isAbsent(value)) return null
  let found: PartialDate | null = null
  if (typeof value === 'string') {
    const parts =
      value.length > 100 ? null : /^\s*(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[Tt].*| \d{2}:.*)?)?)?\s*$/.exec(value)
    if (parts === null && /^\s*(?:present|current|now|ongoing)\s*$/i.test(value.slice(0, 40))) return null
    if (parts !== null) found = dateOf(Number(parts[1]), numberOrNull(parts[2]), numberOrNull(parts[3]))
  } else if (typeof value === 'number') found = dateOf(value, null, null)
  else if (isRecord(value)) {
    const { year, month, day } = value
    const parts = [integer(year), integer(month), integer(day)] as const
    if (parts[0] === null && isAbsent(year) && isAbsent(month) && isAbsent(day)) return null
    if (parts[0] !== null && (isAbsent(month) || parts[1] !== null) && (isAbsent(day) || parts[2] !== null)) {
      found = dateOf(parts[0], parts[1], parts[2])
    }
  }
  if (found === null) warn?.('invalid_date', field, value)
  return found
}

const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,20}))? ?([Zz]|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$/

/**
 * A point in time as `YYYY-MM-DDTHH:MM:SS.ffffffZ`, so that times compare as text, from RFC 3339, whose fraction may have any length (cut to
 * microseconds), offsets up to 14:00, no offset is UTC, a day alone is its midnight in UTC. Years 1970 to 9999. Everything
 * else is null with the warning `invalid_timestamp`: impossible days, 24:00, leap seconds, numbers (seconds or milliseconds?).
 */
export function timestamp(value: unknown, field = '', warn?: Warn): string | null {
  if (isAbsent(value)) return null
  const found = typeof value === 'string' && value.length <= 80 ? instantOf(value.trim()) : null
  if (found === null) warn?.('invalid_timestamp', field, value)
  return found
}

function instantOf(value: string): string | null {
  const parts = rfc3339.exec(value)
  if (parts === null) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const offset = offsetMinutes(parts[8] ?? 'Z')
  if (offset === null) return null
  const time = Date.UTC(year, month - 1, day, hour, minute - offset, second)
  if (time < 0 || time > latest || year < 1970) return null
  return `${new Date(time).toISOString().slice(0, 19)}.${(parts[7] ?? '').slice(0, 6).padEnd(6, '0')}Z`
}

const latest = Date.UTC(9999, 11, 31, 23, 59, 59)

function offsetMinutes(zone: string): number | null {
  if (zone[0] !== '+' && zone[0] !== '-') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + (zone.length > 3 ? Number(zone.slice(-2)) : 0)
  if (minutes > 14 * 60 || (zone.length > 3 && Number(zone.slice(-2)) > 59)) return null
  return zone[0] === '-' ? -minutes : minutes
}

function dateOf(year: number, month: number | null, day: number | null): PartialDate | null {
  if (!Number.isInteger(year) || year < 1900 || year > 2100) return null
  if (month === null) return day === null ? { date: `${year}-01-01`, precision: 'year' } : null
  if (month < 1 || month > 12) return null
  const start = `${year}-${month < 10 ? '0' : ''}${month}`
  if (day === null) return { date: `${start}-01`, precision: 'month' }
  if (day < 1 || day > daysIn(year, month)) return null
  return { date: `${start}-${day < 10 ? '0' : ''}${day}`, precision: 'day' }
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function numberOrNull(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits)
}

/** Undefined, null, "" and "null" are no value. */
export function isAbsent(value: unknown): boolean {
  if (value === null || value === undefined) return true
  return typeof value === 'string' && (value === '' || value === 'null' || value.trim() === '')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The digits of "1240", " 1,240 " or "12.0"; null for everything else. */
function wholeNumber(value: string): string | null {
  if (value.length > 40) return null
  const found = /^\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?\s*$/.exec(value)?.[1]
  return found === undefined ? null : found.replaceAll(',', '').replace(/^0+(?=\d)/, '')
}

function fitsInt8(digits: string): boolean {
  return digits.length < 19 || (digits.length === 19 && digits <= '9223372036854775807')
}
