import { type Static, Type } from 'typebox'

const Texts = (description: string) => Type.Array(Type.String(), { description })
const Bound = (description: string) => Type.Union([Type.Integer(), Type.Null()], { description })

/** Which companies. Empty lists and null bounds do not restrict; all that do must hold. */
export const CompanyCriteria = Type.Object({
  industries: Texts('Any of these, by LinkedIn’s names'),
  size_buckets: Texts('Any of these size ranges of LinkedIn, such as "51-200"'),
  employee_count_min: Bound('Least head count'),
  employee_count_max: Bound('Greatest head count'),
  countries: Texts('Any of these countries of the company'),
  founded_min: Bound('Earliest year of foundation'),
  founded_max: Bound('Latest year of foundation'),
})
export type CompanyCriteria = Static<typeof CompanyCriteria>

/** Which people. The title must have an entry of the first list and an entry of the second. */
export const PersonCriteria = Type.Object({
  title_contains_any: Texts('At least one of these as whole words; several words are a phrase'),
  title_contains_all: Texts('And at least one of these (the name is historical)'),
  seniority: Texts('Any of these levels'),
})
export type PersonCriteria = Static<typeof PersonCriteria>

export const Criteria = Type.Object({ company_criteria: CompanyCriteria, person_criteria: PersonCriteria })
export type Criteria = Static<typeof Criteria>

/** What restricts nothing. */
export function noCriteria(): Criteria {
  return {
    company_criteria: {
      industries: [],
      size_buckets: [],
      employee_count_min: null,
      employee_count_max: null,
      countries: [],
      founded_min: null,
      founded_max: null,
    },
    person_criteria: { title_contains_any: [], title_contains_all: [], seniority: [] },
  }
}

/** Kinds of entities that an ICP finds. */
export type IcpKind = 'companies' | 'people'

/** One question of an ICP; both bounds of a number are one. */
export type CriterionName =
  | 'industries'
  | 'size_buckets'
  | 'employee_count'
  | 'countries'
  | 'founded'
  | 'title_contains_any'
  | 'title_contains_all'
  | 'seniority'

export interface Bounds {
  min: number | null
  max: number | null
}

/** A criterion that restricts, with what it asks for. */
export type Criterion =
  | { name: 'employee_count' | 'founded'; wanted: Bounds }
  | { name: Exclude<CriterionName, 'employee_count' | 'founded'>; wanted: readonly string[] }

/** The criteria that restrict entities of this kind, in a fixed order. Those on people do not concern companies. */
export function criteriaOf(
  kind: IcpKind,
  { company_criteria: company, person_criteria: person }: Criteria,
): Criterion[] {
  const all: Criterion[] = [
    { name: 'industries', wanted: company.industries },
    { name: 'size_buckets', wanted: company.size_buckets },
    { name: 'employee_count', wanted: { min: company.employee_count_min, max: company.employee_count_max } },
    { name: 'countries', wanted: company.countries },
    { name: 'founded', wanted: { min: company.founded_min, max: company.founded_max } },
  ]
  if (kind === 'people') {
    all.push(
      { name: 'title_contains_any', wanted: person.title_contains_any },
      { name: 'title_contains_all', wanted: person.title_contains_all },
      { name: 'seniority', wanted: person.seniority },
    )
  }
  return all.filter(({ wanted }) => ('min' in wanted ? wanted.min !== null || wanted.max !== null : wanted.length > 0))
}
