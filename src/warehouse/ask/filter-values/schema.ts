import { type Static, Type } from 'typebox'

const Count = (of: string) =>
  Type.Optional(
    Type.Union([Type.Integer(), Type.Null()], { description: `${of} that have it; null where nobody has counted` }),
  )

const option = {
  name: Type.String({ description: 'What the filter takes' }),
  sort_order: Type.Integer(),
  people_count: Count('People'),
  company_count: Count('Companies'),
}

export const FilterOption = Type.Object(option)
export type FilterOption = Static<typeof FilterOption>

export const EmployeeRangeOption = Type.Object({
  ...option,
  min_employees: Type.Union([Type.Integer(), Type.Null()]),
  max_employees: Type.Union([Type.Integer(), Type.Null()]),
})
export type EmployeeRangeOption = Static<typeof EmployeeRangeOption>

export const CountryOption = Type.Object({
  ...option,
  code: Type.Union([Type.String(), Type.Null()], {
    description: 'ISO 3166-1 alpha-2; null for what is no country of the list',
  }),
})
export type CountryOption = Static<typeof CountryOption>

export const SignalOption = Type.Object({
  name: Type.String(),
  display_name: Type.String(),
  endpoint: Type.Union([Type.String(), Type.Null()], { description: 'The route that serves it' }),
  sort_order: Type.Integer(),
  filter: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()], {
    description: 'The same as a filter of `POST /v1/leads/search`; null where it needs a company of yours',
  }),
  people_count: Type.Union([Type.Integer(), Type.Null()]),
  count_is: Type.Enum(['exact', 'estimated', 'none']),
})
export type SignalOption = Static<typeof SignalOption>

export const AllFilters = Type.Object({
  success: Type.Literal(true),
  seniorities: Type.Array(FilterOption),
  job_functions: Type.Array(FilterOption),
  employee_ranges: Type.Array(EmployeeRangeOption),
  industries: Type.Array(FilterOption),
  signals: Type.Array(SignalOption),
  business_models: Type.Array(FilterOption),
  countries: Type.Array(CountryOption),
  counted_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When values were counted last; null: not yet',
  }),
})

export const TechnologyOption = Type.Object({
  name: Type.String(),
  company_count: Type.Integer({ description: 'Companies that use it' }),
  count_is: Type.Enum(['exact', 'at_least']),
})
export type TechnologyOption = Static<typeof TechnologyOption>

export const JobTitleOption = Type.Object({
  name: Type.String({ description: 'A title of postings' }),
  posting_count: Type.Integer(),
  count_is: Type.Enum(['exact', 'at_least']),
})
export type JobTitleOption = Static<typeof JobTitleOption>

/** Suggestions for what is typed so far. */
export const suggestionsOf = <Row extends ReturnType<typeof Type.Object>>(row: Row) =>
  Type.Object({ success: Type.Literal(true), data: Type.Array(row) })
