import { type Static, Type } from 'typebox'

const TextOrNull = Type.Union([Type.String(), Type.Null()])
const How = ['taught', 'exact', 'normalised', 'alias', 'fuzzy'] as const
const Likelihood = Type.Integer({ minimum: 1, maximum: 10 })

/** A name as callers send it. Null and blank are what spreadsheets send for empty cells: they match nothing. */
export const SentName = Type.Union([Type.String(), Type.Number(), Type.Null()])
export type SentName = Static<typeof SentName>

export const Candidate = Type.Object({
  domain: Type.String(),
  company_id: TextOrNull,
  name: TextOrNull,
  country: TextOrNull,
  likelihood: Likelihood,
  matched: Type.Enum(How),
  reason: Type.String(),
})

/** What is known of a name. `domain` is null unless one company is meant beyond doubt. */
export const nameAnswer = {
  match_status: Type.Boolean(),
  domain: TextOrNull,
  company_id: TextOrNull,
  name: Type.Union([Type.String(), Type.Null()], { description: 'What the company is called here' }),
  matched_by: Type.Union([Type.Enum(How), Type.Null()]),
  likelihood: Type.Union([Likelihood, Type.Null()], { description: 'From 7 on, without a rival, it is a match' }),
  candidates: Type.Array(Candidate, { description: 'Companies that the name may mean, best first, at most five' }),
}

export const UnresolvedName = Type.Object({
  name: Type.String(),
  key: Type.String(),
  row_count: Type.Integer(),
  places: Type.Record(Type.String(), Type.Integer()),
  candidates: Type.Array(Candidate),
  resolved_at: Type.Unsafe<Date>(Type.String({ format: 'date-time' })),
})
