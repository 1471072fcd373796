/**
 * Fields whose age can be asked for, with where observations hold them: the order is that of the arrays `observed` in the
 * search rows, so a new one goes to the end.
 */
export const observedFields = {
  person: [
    ['title', 'job'],
    ['person_location', 'location'],
    ['work_email', 'work_email'],
    ['full_name', 'full_name'],
  ],
  company: [
    ['company_name', 'name'],
    ['industry', 'industry'],
    ['employee_count', 'employee_count'],
    ['employee_range', 'size_range'],
    ['company_location', 'location'],
    ['revenue_range', 'revenue_range'],
    ['funding', 'funding_total'],
  ],
} as const satisfies Record<'person' | 'company', readonly (readonly [name: string, field: string])[]>

/** Minutes since 1970, as `observed` has them: they fit an integer until the year 6053. */
export function minutesOf(time: Date): number {
  return Math.floor(time.getTime() / 60_000)
}
