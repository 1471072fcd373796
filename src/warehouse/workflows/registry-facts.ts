/** What the registry says about a built-in workflow beyond its definition: for whom it is, and where its payloads land. */
export interface RegistryFacts {
  extracted_table: string | null
  /** The table of core, or of leads, that it writes first; null where nothing of it reaches core. */
  core_table: string | null
  usage_category: 'client' | 'internal-hq'
}

const COMPANIES = 'core.companies'
const PEOPLE = 'core.people'

/** Slug to extracted table and table of core. Every workflow that says something about an entity writes its core row. */
const LANDS: Record<string, [extracted: string | null, core: string | null]> = {
  'ai-generate-target-client-icp': ['extracted.target_client_icp', null],
  'anymailfinder-email': ['extracted.email_anymailfinder', PEOPLE],
  'builtwith-techstack': ['extracted.company_builtwith', 'core.company_technologies'],
  'case-study-buyers': ['extracted.case_study_buyers', 'core.case_study_champions'],
  'cb-vc-portfolio': ['extracted.cb_vc_portfolio', COMPANIES],
  'clay-company-firmographics': ['extracted.company_firmographics', COMPANIES],
  'clay-company-vc-investors': ['extracted.company_vc_investors', 'core.company_vc_investors'],
  'clay-find-companies': ['extracted.company_discovery', COMPANIES],
  'clay-find-companies-location-parsed': ['extracted.company_discovery', COMPANIES],
  'clay-find-people': ['extracted.person_discovery', PEOPLE],
  'clay-find-people-location-parsed': ['extracted.person_discovery', PEOPLE],
  'clay-find-people-title-enrichment': ['extracted.person_title_enrichment', PEOPLE],
  'clay-person-profile': ['extracted.person_profile', PEOPLE],
  'clay-signal-job-change': ['extracted.signal_job_change', PEOPLE],
  'clay-signal-job-posting': ['extracted.signal_job_posting', COMPANIES],
  'clay-signal-new-hire': ['extracted.signal_new_hire', COMPANIES],
  'clay-signal-news-fundraising': ['extracted.signal_news', COMPANIES],
  'clay-signal-promotion': ['extracted.signal_promotion', PEOPLE],
  'claygent-get-all-company-customers': ['extracted.company_customer_claygent', 'core.company_customers'],
  'cleaned-company-name': ['extracted.cleaned_company_names', COMPANIES],
  'client-leads': [null, 'client.leads'],
  'company-address-parsing': ['extracted.salesnav_scrapes_company_address', COMPANIES],
  'company-classification': ['extracted.company_classification', 'core.company_business_model'],
  'company-customers-claygent': ['extracted.company_customer_claygent', 'core.company_customers'],
  'company-customers-structured': ['extracted.company_customer_claygent', 'core.company_customers'],
  'company-customers-v2': ['extracted.company_customer_claygent', 'core.company_customers'],
  'company-linkedin-update': [null, COMPANIES],
  'company-public': [null, 'core.company_public'],
  'company-ticker': ['extracted.company_ticker', 'core.company_public'],
  'core-company-full-upsert': [null, COMPANIES],
  'core-company-upsert': [null, COMPANIES],
  'crunchbase-portfolio-file': ['extracted.cb_vc_portfolio', COMPANIES],
  'gemini-extract-case-study-details': ['extracted.case_study_details', 'core.case_study_champions'],
  'google-ads': ['extracted.company_google_ads', 'core.company_google_ads'],
  'icp-fit-criterion': ['extracted.icp_fit_criterion', null],
  'icp-industries': ['extracted.icp_industries', null],
  'icp-job-titles': ['extracted.icp_job_titles', null],
  'icp-value-proposition': ['extracted.icp_value_proposition', null],
  'icp-verdict-enrichment': ['extracted.icp_verdict', COMPANIES],
  'icypeas-email': ['extracted.email_icypeas', PEOPLE],
  'job-posting': ['extracted.company_job_postings', 'core.company_job_postings'],
  'leadmagic-company': ['extracted.leadmagic_company_enrichment', COMPANIES],
  'leadmagic-email': ['extracted.email_leadmagic', PEOPLE],
  'linkedin-ads': ['extracted.company_linkedin_ads', 'core.company_linkedin_ads'],
  'manual-company-customers': [null, 'core.company_customers'],
  'manual-core-data': [null, COMPANIES],
  'meta-ads': ['extracted.company_meta_ads', 'core.company_meta_ads'],
  'predictleads-techstack': ['extracted.company_predictleads', 'core.company_predictleads_technologies'],
  'public-ticker-backfill': ['extracted.company_ticker', 'core.company_public'],
  'salesnav-company': ['extracted.salesnav_scrapes_companies', COMPANIES],
  'salesnav-file': ['extracted.salesnav_scrapes_person', PEOPLE],
  'salesnav-person': ['extracted.salesnav_scrapes_person', PEOPLE],
  'signal-job-change-v2': ['extracted.signal_job_change', PEOPLE],
  'signal-job-posting-v2': ['extracted.signal_job_posting', COMPANIES],
  'signal-promotion-v2': ['extracted.signal_promotion', PEOPLE],
  'upsert-icp-criteria': [null, 'core.icp_criteria'],
  'vc-firms-file': [null, COMPANIES],
  'vc-portfolio': ['extracted.vc_portfolio', 'core.company_vc_investors'],
  'vc-portfolio-file': ['extracted.vc_portfolio', COMPANIES],
  'yc-company': [null, COMPANIES],
}

/** Workflows that work for one client: its leads, whom it wants to sell to, signals about its market. */
const FOR_CLIENTS =
  /^(client-leads|ai-generate-target-client-icp|upsert-icp-criteria|icp-.*|signal-(job-change|job-posting|promotion)-v2)$/

export function registryFacts(slug: string): RegistryFacts {
  const [extracted_table, core_table] = LANDS[slug] ?? [null, null]
  return { extracted_table, core_table, usage_category: FOR_CLIENTS.test(slug) ? 'client' : 'internal-hq' }
}

/** Work that is no payload: lookups and backfills, as the registry lists them beside what is ingested. */
export const OPERATIONS: {
  slug: string
  type: 'lookup' | 'backfill'
  entity: 'company' | 'person' | 'target_client'
  endpoint: string
  core: string | null
  description: string
}[] = [
  ...[
    ['lookup-job-title', 'person', '/run/people/db/person-job-title/lookup', 'A raw job title'],
    ['lookup-person-location', 'person', '/run/people/db/person-location/lookup', 'A raw location of a person'],
    ['lookup-salesnav-location', 'person', '/run/--/db/salesnav-person/lookup', 'A location as Sales Navigator has it'],
    ['lookup-company-address', 'company', '/run/companies/db/salesnav-company-location/lookup', 'A registered address'],
    ['lookup-company-customers', 'company', '/run/companies/db/company-customers/lookup', 'Customers of a company'],
    ['lookup-company-icp', 'company', '/run/companies/db/company-icp/lookup', 'Whom a company wants to sell to'],
    ['check-vc-status', 'company', '/run/companies/db/has-raised-vc-status/check', 'Whether a company raised capital'],
  ].map(([slug = '', entity, path, description = '']) => ({
    slug,
    type: 'lookup' as const,
    entity: entity as 'company' | 'person',
    endpoint: `POST ${path}`,
    core: null,
    description: `Looks up: ${description}`,
  })),
  ...(
    [
      ['backfill-cleaned-company-name', 'company', '/run/companies/db/populate-name/backfill', COMPANIES],
      ['backfill-company-descriptions', 'company', '/run/companies/db/populate-description/backfill', COMPANIES],
      ['backfill-person-location', 'person', '/run/people/db/populate-location/backfill', PEOPLE],
      ['backfill-person-matched-location', 'person', '/run/people/db/populate-matched-location/backfill', null],
      ['backfill-job-title-lookup', 'person', '/v1/reference/title/backfill', null],
    ] as const
  ).map(([slug, entity, path, core]) => ({
    slug,
    type: 'backfill' as const,
    entity,
    endpoint: `POST ${path}`,
    core,
    description: 'Fills in what rows lack, from what is known by now',
  })),
]
