/** What a search looks through. Leads and people are the same rows, told differently. */
export type SearchKind = 'leads' | 'people' | 'companies'

/** What search rows must have: a tree of questions that the index can answer, and columns. Made by `readFilter`. */
export type Condition =
  | { is: 'all'; of: readonly Condition[] }
  | { is: 'any'; of: readonly Condition[] }
  | { is: 'not'; of: Condition }
  /** Holds, but the index is not asked for it. */
  | { is: 'compared'; of: Condition }
  /** At least one of these terms. Those nobody may have are in doubt: they are looked up before the search. */
  | { is: 'terms'; terms: readonly number[]; doubts: readonly Doubt[] }
  /** The same of so many that a row's terms are looked up in them: for rows that are looked at one by one. */
  | { is: 'among'; terms: readonly number[] }
  /** At least one of these phrases: all its words, for titles also next to each other. */
  | { is: 'phrases'; field: string; phrases: readonly (readonly string[])[] }
  | { is: 'between'; low: NumberColumn; high: NumberColumn; min: number | null; max: number | null }
  | { is: 'days'; column: DateColumn; from: string | null; to: string | null }
  | { is: 'seen'; column: 'observed' | 'company_observed'; at: number; since: number }
  /** Works at one of these companies; of companies, is one of them. */
  | { is: 'employers'; ids: readonly string[] }
  /** Works at one of the customers of these domains, or once did. */
  | { is: 'customers'; term: 'company_domain' | 'past_employer'; domains: readonly string[] }

export type NumberColumn = 'employees_min' | 'employees_max' | 'founded_year'
export type DateColumn =
  | 'job_start_date'
  | 'promotion_date'
  | 'job_changed_on'
  | 'hiring_on'
  | 'new_hire_on'
  | 'funded_on'

/** A value outside the vocabulary of its field: right when some row has it, since what is taught may be any text. */
export interface Doubt {
  pointer: string
  field: string
  value: string
  term: number
}

/** All of these; those that are undefined do not restrict. */
export function allOf(...conditions: (Condition | undefined)[]): Condition {
  const of = conditions.flatMap((condition) => {
    if (condition === undefined) return []
    return condition.is === 'all' ? condition.of : [condition]
  })
  const [only] = of
  return of.length === 1 && only !== undefined ? only : { is: 'all', of }
}

/** At least one of these. */
export function anyOf(...conditions: Condition[]): Condition {
  const [only] = conditions
  return conditions.length === 1 && only !== undefined ? only : { is: 'any', of: conditions }
}
