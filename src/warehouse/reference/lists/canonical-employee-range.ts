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

const UPPER_BOUNDS = [10, 50, 200, 500, 1000, 5000, 10_000]

/** The range that a head count lies in; null for what is no head count (negative, no number). Nobody but the founder (0) is "1-10". */
export function rangeOfCount(count: number): EmployeeRange | null {
  if (!Number.isFinite(count) || count < 0) return null
  const index = UPPER_BOUNDS.findIndex((bound) => count <= bound)
  return EMPLOYEE_RANGES[index === -1 ? EMPLOYEE_RANGES.length - 1 : index] ?? null
}

/** The range that a text names ("51 to 200 employees", "10,001+", "1K-5K", "134"); null where that is not clear. */
export function canonicalEmployeeRange(raw: string): EmployeeRange | null {
  const key = raw.replace(/employees|[,\s]/g, '').replace(/to|[–—]/g, '-')
  return EMPLOYEE_RANGES.find((range) => range === key) ?? (/^\d+$/.test(key) ? rangeOfCount(Number(key)) : null)
}
