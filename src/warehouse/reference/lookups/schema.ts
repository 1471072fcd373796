import { Type } from 'typebox'

/** What one lookup may be. */
export const lookupLimits = {
  /** Items of one batch. */
  lookupItems: 1_000,
  /** Characters of a text that is looked up; a longer one is no title and no place, and matches nothing. */
  lookupCharacters: 1_000,
} as const

/** What is looked up. Null and blank are what spreadsheets send for empty cells: they match nothing. */
export const RawText = Type.Union([Type.String(), Type.Number(), Type.Null()])

export const TextOrNull = Type.Union([Type.String(), Type.Null()])
const FlagOrNull = Type.Union([Type.Boolean(), Type.Null()])
const Confidence = Type.Number({ minimum: 0, maximum: 1 })

/** Whether what nobody taught is inferred: spreadsheets send words for flags, and null for empty cells. */
export const InferField = Type.Optional(
  Type.Union([Type.Boolean(), Type.Literal('true'), Type.Literal('false'), Type.Null()]),
)
export const InferQuery = Type.Object({
  infer: Type.Optional(
    Type.Boolean({
      description:
        'false: match stored entries only. Otherwise what nobody taught is inferred from the text: a match from a ' +
        'confidence on, a suggestion below it. The body may say so too, and wins.',
    }),
  ),
})

/** How an answer was found, and how sure it is; null where there is none. */
const found = {
  matched_by: Type.Union([Type.Literal('exact'), Type.Literal('normalised'), Type.Literal('inferred'), Type.Null()]),
  confidence: Type.Union([Confidence, Type.Null()], {
    description: '1 for the very text, 0.99 for the same but for case, white space and punctuation, else as inferred',
  }),
}

export const titleParts = {
  cleaned_job_title: TextOrNull,
  seniority_level: TextOrNull,
  job_function: TextOrNull,
}

export const TitleAnswer = {
  match_status: Type.Boolean(),
  ...titleParts,
  ...found,
  suggestion: Type.Optional(Type.Union([Type.Object({ ...titleParts, confidence: Confidence }), Type.Null()])),
}

export const LocationAnswer = {
  match_status: Type.Boolean(),
  city: TextOrNull,
  state: TextOrNull,
  country: TextOrNull,
  has_city: FlagOrNull,
  has_state: FlagOrNull,
  has_country: FlagOrNull,
  ...found,
  suggestion: Type.Optional(
    Type.Union([
      Type.Object({
        city: TextOrNull,
        state: TextOrNull,
        country: TextOrNull,
        has_city: Type.Boolean(),
        has_state: Type.Boolean(),
        has_country: Type.Boolean(),
        confidence: Confidence,
      }),
      Type.Null(),
    ]),
  ),
}
