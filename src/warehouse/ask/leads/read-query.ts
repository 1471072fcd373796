import { type Static, Type } from 'typebox'
import type { Tx } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { allOf, type Condition, type SearchKind } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { filterInvalid } from '../filter/reading.ts'
import { filtersOfView } from '../target-views/filters-of-view.ts'
import { splitValues } from './split-values.ts'

const Values = (description: string, ...examples: string[]) =>
  Type.Optional(
    Type.Array(Type.String({ maxLength: 4_000 }), {
      maxItems: 300,
      description,
      ...(examples.length > 0 && { examples }),
    }),
  )
const Day = (description: string) =>
  Type.Optional(Type.String({ maxLength: 30, description, examples: ['2026-01-31'] }))

/** Filters by the job. Each may be given several times: one of the values must hold. */
export const jobParams = {
  job_function: Values('Function; repeat it for several', 'Marketing'),
  seniority: Values('Level; repeat it for several', 'VP'),
}
export const industryParam = { industry: Values('Industry of the employer; repeat it for several') }

/** What can be asked about people. */
export const personParams = {
  ...jobParams,
  person_city: Values('City, whole'),
  person_state: Values('State, whole'),
  person_country: Values('Country in any usual spelling'),
  job_title: Values('Whole words of the title; several are a phrase'),
  full_name: Values('Words of the name'),
  job_start_date_gte: Day('Current job began on this day or later'),
  job_start_date_lte: Day('Current job began on this day or before'),
}

/** What can be asked about people and their employers. */
export const leadParams = {
  ...personParams,
  ...industryParam,
  employee_range: Values('Size range of the employer; repeat it for several', '51-200'),
  company_city: Values('City of the employer, whole'),
  company_state: Values('State of the employer, whole'),
  company_country: Values('Country of the employer in any usual spelling'),
  company_domain: Values('Domain of the employer in any form'),
  company_name: Values("Words of the employer's name"),
  business_model: Values('B2B, B2C or BOTH'),
  complete: Type.Optional(
    Type.Boolean({
      description:
        'Only leads with company, countries of both, function, seniority, cleaned title and industry, and no ' +
        '"Miscellaneous" function: what the original showed without saying so',
    }),
  ),
}

export const profileParam = { linkedin_url: Values('Profile in any form') }

/** Whose saved filters hold beside the parameters. */
export const viewParams = {
  view: Type.Optional(Type.String({ maxLength: 200, description: 'Slug of a saved view' })),
  target: Type.Optional(
    Type.String({ maxLength: 500, description: "A prospect's domain: alumni of its customers who fit its ICP" }),
  ),
}

const AllParams = Type.Object({
  ...viewParams,
  ...leadParams,
  ...profileParam,
  vc_name: Values('Investor, by name or domain'),
  domains: Values('Former employers, by domain'),
})
export type FilterQuery = Static<typeof AllParams>

/** Parameters that have another name than the field of the filter language. */
const RENAMED: Record<string, string> = { job_title: 'title', vc_name: 'vc', domains: 'past_employer' }
const NOT_VALUES = ['view', 'target', 'complete', 'job_start_date_gte', 'job_start_date_lte']
const VALUES = Object.keys(AllParams.properties).filter((name) => !NOT_VALUES.includes(name))

/**
 * The condition that the parameters of a list mean. Empty ones do not restrict. Throws 400 `filter_invalid` that names the
 * parameter and what it may be, and what
 * `filtersOfView` throws.
 */
export async function readQuery(tx: Tx, kind: SearchKind, query: FilterQuery): Promise<Condition> {
  const filter: Record<string, unknown> = {}
  for (const name of VALUES) {
    const given = query[name as keyof FilterQuery]
    const values = Array.isArray(given) ? given.filter((value) => value.trim() !== '') : []
    const field = RENAMED[name] ?? name
    if (values.length > 0) filter[field] = await splitValues(tx, kind, field, values)
  }
  const [after, before] = [query.job_start_date_gte || null, query.job_start_date_lte || null]
  if (after !== null || before !== null) filter.job_start_date = { after, before }
  if (query.complete === true) filter.complete = true
  return allOf(readParameters(kind, filter), await readView(tx, kind, query))
}

function readParameters(kind: SearchKind, filter: Record<string, unknown>): Condition {
  try {
    return readFilter(kind, filter, '')
  } catch (error) {
    throw asParameters(error)
  }
}

/** What a saved view or a prospect asks for; nothing where neither is named. */
export async function readView(
  tx: Tx,
  kind: SearchKind,
  { view, target }: { view?: string; target?: string },
): Promise<Condition | undefined> {
  if (view) return (await filtersOfView(tx, kind, { slug: view })).where
  return target ? (await filtersOfView(tx, kind, { target })).where : undefined
}

/** The same error, with the names by which the caller knows the fields. */
function asParameters(error: unknown): unknown {
  if (!(error instanceof AppError) || error.errors === undefined) return error
  const names: [string, string][] = [
    ['/job_start_date/after', '/job_start_date_gte'],
    ['/job_start_date/before', '/job_start_date_lte'],
    ...Object.entries(RENAMED).map(([name, field]): [string, string] => [`/${field}`, `/${name}`]),
  ]
  return filterInvalid(
    error.errors.map(({ pointer, ...rest }) => {
      const [from, to] = names.find(([field]) => pointer === field || pointer.startsWith(`${field}/`)) ?? ['', '']
      return { ...rest, pointer: to + pointer.slice(from.length) }
    }),
  )
}
