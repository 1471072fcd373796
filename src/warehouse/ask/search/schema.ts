import { type Static, type TSchema, Type } from 'typebox'

const Nullable = <T extends TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description })
const text = Nullable(Type.String())
const day = Nullable(Type.String({ format: 'date' }))
const id = Type.String({ format: 'uuid' })

const person = {
  linkedin_url: text,
  linkedin_slug: text,
  full_name: text,
  linkedin_url_type: text,
  linkedin_user_profile_urn: text,
  person_city: text,
  person_state: text,
  person_country: text,
  matched_cleaned_job_title: text,
  matched_job_function: text,
  matched_seniority: text,
  job_start_date: day,
}
const inferred = Type.Array(Type.String(), {
  description: 'Which of these values no lookup maps: they are inferred from the raw title or location',
})

export const LeadRow = Type.Object({
  person_id: id,
  ...person,
  company_id: Nullable(id),
  company_domain: text,
  company_name: text,
  company_linkedin_url: text,
  company_city: text,
  company_state: text,
  company_country: text,
  matched_industry: text,
  employee_range: text,
  employee_count: Nullable(Type.Integer()),
  title: Nullable(Type.String(), 'The title as it was sent'),
  work_email: text,
  promotion_date: day,
  inferred,
})
export type LeadRow = Static<typeof LeadRow>

export const PersonRow = Type.Object({
  id,
  ...person,
  core_company_id: Nullable(id),
  title: Nullable(Type.String(), 'The title as it was sent'),
  work_email: text,
  created_at: Type.String(),
  updated_at: Type.String(),
  inferred,
})
export type PersonRow = Static<typeof PersonRow>

export const CompanyRow = Type.Object({
  id,
  domain: Type.String(),
  name: text,
  linkedin_url: text,
  company_city: text,
  company_state: text,
  company_country: text,
  matched_industry: text,
  employee_range: text,
  description: text,
  tagline: text,
  employee_count: Nullable(Type.Integer()),
  founded_year: Nullable(Type.Integer()),
  revenue_range: text,
  company_type: text,
  people_count: Type.Integer({ description: 'People known to work there, counted now and then' }),
})
export type CompanyRow = Static<typeof CompanyRow>

/** What a list says about itself. */
export const ListMeta = Type.Object({
  total: Nullable(Type.Integer(), 'How many there are; null when nobody asked'),
  total_is: Type.Enum(['exact', 'estimated', 'none']),
  limit: Type.Integer(),
  offset: Type.Integer(),
  cursor: Nullable(Type.String(), 'Sent back as `cursor` it gives the next page; null: this was the last'),
  behind: Type.Optional(
    Type.Literal(true, {
      description: 'Much was stored just now, and not all of it can be found yet: minutes at most',
    }),
  ),
})
export type ListMeta = Static<typeof ListMeta>
