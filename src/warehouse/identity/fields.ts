import type { EntityKind } from '../workflows/define.ts'

/**
 * The fields an observation may give, by kind. Values that make sense only together are one field:
 * `location` {raw, city, state, country}, `job` {title, company, domain, linkedin_url, start, precision},
 * `cleaned_title` {cleaned_job_title, seniority_level, job_function}.
 */
export const fields = {
  company: [
    'name',
    'cleaned_name',
    'linkedin_url',
    'description',
    'one_liner',
    'website',
    'logo_url',
    'company_type',
    'industry',
    'tags',
    'founded_year',
    'size_range',
    'employee_count',
    'follower_count',
    'status',
    'location',
    'org_id',
    'domain',
    'revenue_range',
    'funding_total',
  ],
  person: [
    'full_name',
    'first_name',
    'last_name',
    'headline',
    'picture_url',
    'location',
    'job',
    'cleaned_title',
    'work_email',
    'urn',
  ],
} as const satisfies Record<EntityKind, readonly string[]>

/** Fields whose every value is remembered with the time it was first and last seen. */
export const tracked: Record<EntityKind, ReadonlySet<string>> = {
  company: new Set(['name', 'domain', 'status', 'employee_count']),
  person: new Set(['full_name', 'job']),
}
