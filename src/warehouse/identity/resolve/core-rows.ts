import { type Static, Type } from 'typebox'

const TextOrNull = Type.Union([Type.String(), Type.Null()])
const IntegerOrNull = Type.Union([Type.Integer(), Type.Null()])
const TimeOrNull = Type.Unsafe<Date | null>(Type.Union([Type.String({ format: 'date-time' }), Type.Null()]))

/** A row of core.companies. A company whose domain is not known has none: then what is known of it stands here, and domain is null. */
export const CompanyData = Type.Object({
  domain: TextOrNull,
  name: TextOrNull,
  cleaned_name: TextOrNull,
  linkedin_url: TextOrNull,
  linkedin_org_id: Type.Union([Type.String(), Type.Null()], { description: 'Digits' }),
  website: TextOrNull,
  description: TextOrNull,
  one_liner: TextOrNull,
  logo_url: TextOrNull,
  company_type: TextOrNull,
  industry: TextOrNull,
  tags: Type.Union([Type.Array(Type.String()), Type.Null()]),
  founded_year: IntegerOrNull,
  size_range: TextOrNull,
  employee_count: IntegerOrNull,
  follower_count: IntegerOrNull,
  status: TextOrNull,
  city: TextOrNull,
  state: TextOrNull,
  country: TextOrNull,
  locality: Type.Union([Type.String(), Type.Null()], { description: 'The location as its source wrote it' }),
  revenue_range: TextOrNull,
  funding_total: TextOrNull,
  created_at: TimeOrNull,
  updated_at: TimeOrNull,
})
export type CompanyData = Static<typeof CompanyData>

/** A row of core.people. A person without a known profile URL has none: then what is known stands here, and linkedin_url is null. */
export const PersonData = Type.Object({
  linkedin_url: TextOrNull,
  linkedin_slug: TextOrNull,
  linkedin_user_profile_urn: TextOrNull,
  full_name: TextOrNull,
  first_name: TextOrNull,
  last_name: TextOrNull,
  headline: TextOrNull,
  work_email: TextOrNull,
  title: TextOrNull,
  seniority: TextOrNull,
  department: TextOrNull,
  company_name: TextOrNull,
  company_domain: TextOrNull,
  company_linkedin_url: TextOrNull,
  job_start_date: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
  city: TextOrNull,
  state: TextOrNull,
  country: TextOrNull,
  location_name: Type.Union([Type.String(), Type.Null()], { description: 'The location as its source wrote it' }),
  picture_url: TextOrNull,
  created_at: TimeOrNull,
  updated_at: TimeOrNull,
})
export type PersonData = Static<typeof PersonData>

export const companyColumns = Object.keys(CompanyData.properties) as (keyof CompanyData)[]
export const personColumns = Object.keys(PersonData.properties) as (keyof PersonData)[]
