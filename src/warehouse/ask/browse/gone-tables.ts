/** Where the content of tables is that other installations have and this one has not. */
const gone: Readonly<Record<string, string>> = {
  'clients.target_client_leads':
    'leads of a prospect are found when they are asked for: GET /api/leads?target=<domain>',
  'core.approved_domains': 'there are API keys in place of it: GET /v1/keys',
  'core.job_function_mapping': 'functions have one vocabulary: GET /api/filters',
  'core.magic_link_tokens': 'there are API keys in place of it: GET /v1/keys',
  'core.org_users': 'there are API keys in place of it: GET /v1/keys',
  'core.orgs': 'there are API keys in place of it: GET /v1/keys',
  'extracted.clay_job_change': 'both generations stand in extracted.signal_job_change',
  'extracted.clay_job_posting': 'both generations stand in extracted.signal_job_posting',
  'extracted.clay_new_hire': 'they stand in extracted.signal_new_hire',
  'extracted.clay_news_fundraising': 'they stand in extracted.signal_news',
  'extracted.clay_promotion': 'both generations stand in extracted.signal_promotion',
  'extracted.claygent_customers':
    'all generations stand in extracted.company_customer_claygent and core.company_customers',
  'extracted.claygent_customers_structured':
    'all generations stand in extracted.company_customer_claygent and core.company_customers',
  'extracted.claygent_customers_v2':
    'all generations stand in extracted.company_customer_claygent and core.company_customers',
  'extracted.company_discovery_location_parsed': 'it stands in extracted.company_discovery',
  'extracted.person_discovery_location_parsed': 'it stands in extracted.person_discovery',
  'raw.claygent_customers_raw': 'all generations stand in raw.company_customer_claygent_payloads',
  'raw.claygent_customers_structured_raw': 'all generations stand in raw.company_customer_claygent_payloads',
  'raw.claygent_customers_v2_raw': 'all generations stand in raw.company_customer_claygent_payloads',
  'raw.company_discovery_location_parsed': 'it stands in raw.company_discovery',
  'raw.person_discovery_location_parsed': 'it stands in raw.person_discovery',
  'reference.business_models': 'GET /api/filters lists the values',
  'reference.company_industries': 'GET /api/filters lists the values, reference.industries holds them',
  'reference.employee_range_lookup': 'size ranges have one list: reference.employee_ranges',
  'reference.industry_lookup': 'other spellings of industries are lookups: GET /v1/reference/industry/unmapped',
  'reference.job_functions': 'GET /api/filters lists the values',
  'reference.job_title_parsed': 'titles have one lookup: reference.job_title_lookup',
  'reference.location_parsed': 'locations have one lookup: reference.location_lookup',
  'reference.people_job_functions': 'GET /api/filters lists the values',
  'reference.people_seniority': 'GET /api/filters lists the values',
  'reference.sales_nav_industries': 'industries have one list: reference.industries',
  'reference.salesnav_people_job_title_lookup': 'titles have one lookup: reference.job_title_lookup',
  'reference.seniorities': 'GET /api/filters lists the values',
  'reference.target_client_customer_companies': 'customers stand in reference.company_customers',
  'reference.target_clients': 'ICPs stand in reference.company_icp, saved views in core.target_client_views',
  'signal.feed': 'GET /v1/signals/feed shows the feed of a client',
  'signal.registry': 'signals stand in reference.signal_registry',
}

/** The same by what names begin or end with, for tables of which there were many of a kind. */
const patterns: readonly [RegExp, string][] = [
  [/^mapped\./, 'what lookups make of payloads stands in core.companies and core.people'],
  [/^reference\..*location_lookup$/, 'locations have one lookup: reference.location_lookup'],
  [/^raw\./, 'payloads of every kind stand in raw.payloads by workflow_slug: GET /v1/workflows lists the kinds'],
  [/^extracted\./, 'kinds of payload that you register yourself stand in extracted.records'],
]

/** Where the content of a table is that does not exist here; null for names that nobody knows. */
export function whereInstead(name: string): string | null {
  const known = Object.hasOwn(gone, name) ? gone[name] : undefined
  return known ?? patterns.find(([pattern]) => pattern.test(name))?.[1] ?? null
}
