import type { EntityType } from '../../workflows/define.ts'

/** A header in the form of our field names: "Company Domain" and "companyDomain" are `company_domain`. Dots stay. */
export function fieldName(header: string): string {
  return header
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/linked_in/g, 'linkedin')
    .replaceAll(/[^\p{L}\p{N}.]+/gu, '_')
    .replaceAll(/^[_.]+|[_.]+$/g, '')
    .replaceAll(/_*\._*/g, '.')
}

interface Synonyms {
  /** Headers, as `fieldName` writes them. */
  headers: string[]
  /** Request fields that may be meant, the most likely one first. */
  fields: string[]
  /** Only where the request is about this kind of entity. */
  about?: EntityType
}

const DOMAIN = ['company_domain', 'domain', 'website_domain', 'company_website', 'website', 'origin_company_domain']

/** What exports call the fields of requests. The first group that has a field of the request decides. */
const synonyms: Synonyms[] = [
  {
    about: 'person',
    headers: [
      'linkedin',
      'linkedin_url',
      'linkedin_profile',
      'linkedin_profile_url',
      'linkedin_link',
      'profile_url',
      'person_linkedin',
      'linkedin_profile_link',
      'person_linkedin_url',
      'linkedin_user_profile_url',
    ],
    fields: ['linkedin_url', 'person_linkedin_url', 'linkedin_url_user_profile', 'person_linkedin_sales_nav_url'],
  },
  {
    headers: [
      'linkedin',
      'linkedin_url',
      'linkedin_link',
      'linkedin_page',
      'company_linkedin',
      'company_linkedin_url',
      'linkedin_company_url',
      'organization_linkedin_url',
      'linkedin_company_page',
      'linkedin_company_profile_url',
    ],
    fields: ['company_linkedin_url', 'linkedin_url', 'linkedin_url_company', 'origin_company_linkedin_url'],
  },
  {
    headers: [
      'domain',
      'domain_name',
      'website',
      'web_site',
      'website_url',
      'website_domain',
      'url',
      'homepage',
      'homepage_url',
      'company_url',
      'company_domain',
      'company_domain_name',
      'company_website',
      'company_website_url',
      'company_homepage',
      'organization_domain',
      'organization_website',
      'account_domain',
      'root_domain',
    ],
    fields: DOMAIN,
  },
  { headers: ['name'], fields: ['full_name', 'company_name'], about: 'person' },
  {
    headers: [
      'name',
      'company',
      'company_name',
      'organization',
      'organization_name',
      'organisation',
      'organisation_name',
      'account',
      'account_name',
      'business_name',
      'employer',
      'current_company',
    ],
    fields: ['company_name', 'company', 'name', 'origin_company_name'],
  },
  { headers: ['full_name', 'person_name', 'contact_name', 'contact', 'lead_name'], fields: ['full_name'] },
  { headers: ['first', 'firstname', 'given_name', 'forename'], fields: ['first_name'] },
  { headers: ['last', 'lastname', 'surname', 'family_name'], fields: ['last_name'] },
  {
    headers: ['email', 'e_mail', 'email_address', 'e_mail_address', 'mail', 'work_email', 'business_email'],
    fields: ['email', 'work_email'],
  },
  {
    headers: ['title', 'job_title', 'jobtitle', 'position', 'role', 'current_title', 'current_position'],
    fields: ['job_title', 'latest_title', 'title'],
  },
  { headers: ['phone', 'phone_number', 'mobile', 'telephone', 'mobile_phone'], fields: ['phone_number', 'phone'] },
  { headers: ['headline', 'profile_headline', 'linkedin_headline'], fields: ['profile_headline', 'headline'] },
  { headers: ['summary', 'about', 'bio', 'profile_summary'], fields: ['profile_summary', 'summary'] },
  { headers: ['location', 'person_location', 'location_name', 'geography'], fields: ['location', 'location_name'] },
  {
    headers: ['description', 'company_description', 'about_company'],
    fields: ['description', 'company_description', 'short_description'],
  },
  { headers: ['short_description', 'tagline', 'one_liner'], fields: ['short_description', 'description_short'] },
  {
    headers: ['full_description', 'long_description', 'description'],
    fields: ['long_description', 'full_description', 'description_long'],
  },
  {
    headers: [
      'employees',
      'employee_count',
      'number_of_employees',
      'num_employees',
      'headcount',
      'company_headcount',
      'company_size',
      'size',
      'employee_range',
      'no_of_employees',
    ],
    fields: ['headcount', 'employee_range', 'number_employees', 'employee_count', 'company_headcount'],
  },
  {
    headers: ['industry', 'industries', 'company_industry', 'company_industries'],
    fields: ['industry', 'industries', 'company_industries'],
  },
  { headers: ['region', 'state_region', 'province', 'state_province'], fields: ['state'] },
  { headers: ['country_region', 'country_name'], fields: ['country'] },
  {
    headers: ['founded', 'founded_year', 'year_founded', 'founded_on', 'founding_date', 'founded_date'],
    fields: ['founded_date'],
  },
  { headers: ['status', 'operating_status', 'company_status'], fields: ['operating_status', 'status'] },
  {
    headers: ['vc', 'vc_name', 'investor', 'investor_name', 'firm', 'firm_name', 'fund', 'vc_firm'],
    fields: ['vc_name', 'vc'],
  },
  {
    headers: [
      'vc_domain',
      'vc_website',
      'investor_domain',
      'investor_website',
      'firm_domain',
      'firm_website',
      'vc_url',
    ],
    fields: ['vc_domain'],
  },
  {
    headers: ['customer', 'customer_name', 'customer_company', 'customer_company_name'],
    fields: ['company_customer_name', 'customer_company_name'],
  },
  { headers: ['customer_domain', 'customer_website'], fields: ['company_customer_domain', 'customer_company_domain'] },
]

/** The request field that a header means, among those that the request has; undefined for a header nobody knows. */
export function fieldOf(name: string, fields: ReadonlySet<string>, about: EntityType): string | undefined {
  if (fields.has(name)) return name
  for (const group of synonyms) {
    if (group.about !== undefined && group.about !== about) continue
    if (!group.headers.includes(name)) continue
    const field = group.fields.find((candidate) => fields.has(candidate))
    if (field !== undefined) return field
  }
  return undefined
}
