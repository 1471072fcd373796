import type { JobFunction, Seniority } from './title-vocabulary.ts'

export interface TitleInference {
  cleaned_job_title: string
  seniority_level: string | null
  job_function: string | null
  /** 0 to 1, for the answer as a whole. */
  confidence: number
}

/** An inferred answer counts as a match from this confidence on; below it is a suggestion. */
export const TITLE_ANSWER_CONFIDENCE = 0.5

const levels: readonly [RegExp, Seniority][] = [
  [/\b(co-?)?founder\b/i, 'Founder'],
  [/\b(?<!product )owner\b/i, 'Owner'],
  [/\b(vice president|[se]?vp)\b/i, 'VP'],
  [/\b(c[a-z]o|president|chief (?!of staff)\w+|geschäftsführer(in)?)\b/i, 'C-Suite'],
  [/\bpartner\b/i, 'Partner'],
  [/\bhead\b/i, 'Head'],
  [/\b(director|directeur)\b/i, 'Director'],
  [/\b(manager|gerente)\b/i, 'Manager'],
  [/\blead\b(?! gen)/i, 'Lead'],
  [/\b(senior|sr)\b/i, 'Senior'],
  [/\b(intern|werkstudent(in)?)\b/i, 'Intern'],
  [/\b(junior|trainee)\b/i, 'Entry'],
]

const functions: readonly [RegExp, JobFunction][] = [
  [/\bmarketing\b/i, 'Marketing'],
  [/\b(sales|account executive|ventas|commercial)\b/i, 'Sales'],
  [/\b(engineer|developer)/i, 'Engineering'],
  [/\bproduct (manager|owner|management)/i, 'Product Management'],
  [/\b(founder|owner)\b/i, 'Entrepreneurship'],
]

/** What a raw job title says: the title without noise, its level and its function. Null when it is no title at all. */
export function inferTitle(raw: string): TitleInference | null {
  const title = raw.normalize('NFKC').replace(/\s+/g, ' ').trim()
  if (!/\p{L}{2}/u.test(title) || /^(https?:|www\.|n\/a$|none$|null$)/i.test(title)) return null
  const level = levels.find(([pattern]) => pattern.test(title))?.[1]
  const job = functions.find(([pattern]) => pattern.test(title))?.[1]
  return {
    cleaned_job_title: title,
    seniority_level: level ?? 'Individual Contributor',
    job_function: job ?? null,
    confidence: (level === undefined ? 0.2 : 0.4) + (job === undefined ? 0 : 0.4),
  }
}
