import { remember } from './remember.ts'

/** LinkedIn's eight size ranges, smallest first; reference.employee_ranges holds the same. */
export const EMPLOYEE_RANGES = [
  '1-10',
  '11-50',
  '51-200',
  '201-500',
  '501-1000',
  '1001-5000',
  '5001-10000',
  '10001+',
] as const

export type EmployeeRange = (typeof EMPLOYEE_RANGES)[number]

const BOUNDS: readonly (readonly [from: number, to: number])[] = [
  [1, 10],
  [11, 50],
  [51, 200],
  [201, 500],
  [501, 1000],
  [1001, 5000],
  [5001, 10_000],
  [10_001, Number.POSITIVE_INFINITY],
]

/** Texts for one person, which LinkedIn counts as a size of its own and the eight ranges do not. */
const ALONE =
  /^(?:self[ -]?employed|myself(?: only)?|just me|freelance(?:r)?|solo(?:preneur)?|sole (?:trader|proprietor)|one person)$/
const WORDS_AROUND =
  /\b(?:about|approx(?:imately)?|around|ca|circa|between|employees?|people|persons?|staff|members?|team|headcount|company size|size|fte|ftes|workers|mitarbeiter|empleados|employés?|funcionários|range)\b|[~≈:()"']/g
const NUMBER = '(\\d+(?:\\.\\d+)?)\\s*([km])?'
const ONE = new RegExp(`^${NUMBER}$`)
const FROM = new RegExp(
  `^(?:>|>=|over|more than|at least|from)?\\s*${NUMBER}\\s*(?:\\+|plus|and (?:more|above|over|up)|or more)?$`,
)
const UP_TO = new RegExp(`^(?:<|<=|≤|under|less than|fewer than|up to|below)\\s*${NUMBER}$`)
const BOTH = new RegExp(`^${NUMBER}\\s*(?:-|to|and|bis|a|à)\\s*${NUMBER}$`)

/**
 * The range that a head count lies in; null for what is no head count. The founder alone ("0 employees", "1") is
 * in "1-10".
 */
export function rangeOfCount(count: number): EmployeeRange | null {
  if (!Number.isFinite(count) || count < 0) return null
  const index = BOUNDS.findIndex(([, to]) => count <= to)
  return EMPLOYEE_RANGES[index] ?? null
}

/**
 * The range that a text names: LinkedIn's own ("51-200 employees", "10,001+", "1K-5K"), a plain count, "Self-employed"
 * (1-10), or the range of another vocabulary that lies within one of these. "101-250" does not, so it is null and nobody's
 * size is guessed. Spreadsheets turn "1-10" into "10-Jan" and "11-50" into "Nov-50"; that is turned back.
 */
export function canonicalEmployeeRange(raw: string): EmployeeRange | null {
  return remembered(raw)
}

const remembered = remember(findRange)

function findRange(raw: string): EmployeeRange | null {
  const text = raw
    .slice(0, 80)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‐‑‒–—―−]/g, '-')
    .trim()
  if (ALONE.test(text) || /^(?:10-jan|jan-10|1-oct|oct-0?1)$/.test(text)) return '1-10'
  if (/^nov-(?:50|1950|2050)$/.test(text)) return '11-50'
  const bare = text
    .replace(WORDS_AROUND, ' ')
    .replace(/(\d)[,.'\s](?=\d{3}(?!\d))/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  const one = ONE.exec(bare)
  if (one !== null) return rangeOfCount(numberOf(one[1], one[2]))
  const both = BOTH.exec(bare)
  // "1-5K" means thousands on both sides.
  if (both !== null) return rangeOfBounds(numberOf(both[1], both[2] ?? thousandsOf(both)), numberOf(both[3], both[4]))
  const upTo = UP_TO.exec(bare)
  if (upTo !== null) return rangeOfBounds(1, numberOf(upTo[1], upTo[2]))
  const from = FROM.exec(bare)
  return from === null ? null : rangeOfBounds(numberOf(from[1], from[2]), Number.POSITIVE_INFINITY)
}

function thousandsOf(both: RegExpExecArray): string | undefined {
  return both[4] !== undefined && Number(both[1]) < Number(both[3]) ? both[4] : undefined
}

function numberOf(digits = '', unit = ''): number {
  return Number(digits) * (unit === 'k' ? 1000 : unit === 'm' ? 1_000_000 : 1)
}

/** The one range that the bounds mean; "1,000-5,000" and "1K-5K" are 1001-5000, "10,000+" is 10001+. */
function rangeOfBounds(from: number, to: number): EmployeeRange | null {
  if (!(from <= to)) return null
  const index = BOUNDS.findIndex(([low, high]) => {
    const lowFits = Math.abs(from - low) <= Math.max(1, low / 100)
    const highFits = to === high || Math.abs(to - high) <= Math.max(1, high / 100)
    return (lowFits && highFits) || (Math.max(from, 1) >= low && to <= high)
  })
  return EMPLOYEE_RANGES[index] ?? null
}
