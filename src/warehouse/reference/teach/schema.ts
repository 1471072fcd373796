import { type Static, Type } from 'typebox'

export const KINDS = ['title', 'location', 'industry', 'employee_range', 'country', 'company_name'] as const

/** What can be taught: which table of mappings an entry goes to, and what shows the answer. */
export const Kind = Type.Union(
  KINDS.map((kind) => Type.Literal(kind)),
  { description: 'What the raw values are' },
)
export type Kind = (typeof KINDS)[number]

/** Kinds whose answer is one text: the canonical spelling. */
export type ValueKind = 'industry' | 'employee_range' | 'country'

/** Longer texts are no names of anything. */
export const LONGEST = 500
/** One call; a longer list comes as several, or as a file by the command line. */
export const MOST_ENTRIES = 1_000

const text = Type.Union([Type.String({ maxLength: LONGEST }), Type.Null()])
const value = Type.String({ minLength: 1, maxLength: LONGEST, description: 'The raw text, in any of its spellings' })

/** All attributes are overwritten, also with null. */
export const TitleEntry = Type.Object({
  value,
  cleaned_job_title: Type.Optional(text),
  seniority_level: Type.Optional(text),
  job_function: Type.Optional(text),
  status: Type.Optional(text),
})

/** All attributes are overwritten, also with null; a `has_` flag that is not given says whether its part is. */
export const LocationEntry = Type.Object({
  value,
  city: Type.Optional(text),
  state: Type.Optional(text),
  country: Type.Optional(text),
  has_city: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  has_state: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  has_country: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
})

export const ValueEntry = Type.Object({
  value,
  canonical: Type.String({ minLength: 1, maxLength: LONGEST, description: 'What core shows for it' }),
})

export const CompanyNameEntry = Type.Object({
  value,
  domain: Type.String({ minLength: 1, maxLength: LONGEST, description: 'The domain of the company of that name' }),
})

export const entrySchemas = {
  title: TitleEntry,
  location: LocationEntry,
  industry: ValueEntry,
  employee_range: ValueEntry,
  country: ValueEntry,
  company_name: CompanyNameEntry,
} as const satisfies Record<Kind, object>

/** One raw value with what it shall mean. */
export type Entry<K extends Kind = Kind> = Static<(typeof entrySchemas)[K]>

/** What a value means, as its table of mappings holds it. */
export type Mapping = Record<string, string | boolean | null>

/** Who teaches, and by which way. */
export interface Teacher {
  /** id of the key, `operator`, or `cli`. */
  id: string
  /** Such as `POST /v1/reference/title/teach` or the name of a file. */
  source: string
}

export interface Taught {
  /** Null when every entry said what was known already: nothing was written, nothing has to be applied. */
  teaching_id: string | null
  taught: number
  unchanged: number
}

/** Rows of one table's column that carry the taught values. */
export const PlaceCount = Type.Object({
  rows: Type.Integer({ description: 'Rows that carry one of the values' }),
  before: Type.Integer({ description: 'Of them: showed what the values mean now, before it was applied' }),
  after: Type.Integer({ description: 'Of them: show it now' }),
})
export type PlaceCount = Static<typeof PlaceCount>

export const Teaching = Type.Object({
  id: Type.String(),
  kind: Kind,
  entry_count: Type.Integer(),
  taught_by: Type.String({ description: 'The key, `operator` or `cli`' }),
  source: Type.String({ description: 'The path or the file it came by' }),
  taught_at: Type.String(),
  state: Type.Union([Type.Literal('pending'), Type.Literal('applying'), Type.Literal('applied')]),
  applied_at: Type.Union([Type.String(), Type.Null()]),
  undo_of: Type.Union([Type.String(), Type.Null()]),
  undone_by: Type.Union([Type.String(), Type.Null()]),
  places: Type.Record(Type.String(), PlaceCount, { description: 'By `table.column`' }),
})
export type Teaching = Static<typeof Teaching>

export const UnmappedValue = Type.Object({
  value: Type.String({ description: 'The spelling that most rows have' }),
  key: Type.String({ description: 'The normalised key: teaching one spelling teaches all of them' }),
  rows: Type.Integer({ description: 'Rows that carry it, all places together' }),
  spellings: Type.Integer(),
  places: Type.Record(Type.String(), Type.Integer(), { description: 'Rows by `table.column`' }),
  suggestion: Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()], {
    description:
      'What the bundled inference makes of a title or location, or the company a name means most likely; never stored',
  }),
})
export type UnmappedValue = Static<typeof UnmappedValue>
