import type { FoundingTable } from './founding-table.ts'

/** Tables of payloads as they arrived. */
export const rawTables: Record<string, FoundingTable> = {
  'raw.case_study_extraction_payloads': {
    columns: `
      id uuid not null, created_at timestamptz not null, case_study_url text not null,
      origin_company_domain text not null, origin_company_name text, company_customer_name text not null,
      workflow_slug text not null, provider text not null, platform text not null, payload_type text not null,
      raw_payload jsonb not null, has_case_study_url boolean not null`,
    primaryKey: 'id',
    indexes: [
      'idx_case_study_extraction_payloads_url (case_study_url)',
      'idx_case_study_extraction_payloads_origin (origin_company_domain)',
      'idx_case_study_extraction_payloads_created (created_at desc)',
    ],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', has_case_study_url: 'false' },
  },
  'raw.company_customer_claygent_payloads': {
    columns: `
      id uuid not null, created_at timestamptz not null, origin_company_domain text not null,
      origin_company_name text, origin_company_linkedin_url text, workflow_slug text not null,
      provider text not null, platform text not null, payload_type text not null, raw_payload jsonb not null`,
    primaryKey: 'id',
    indexes: [
      'idx_company_customer_claygent_payloads_domain (origin_company_domain)',
      'idx_company_customer_claygent_payloads_created (created_at desc)',
    ],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'raw.company_discovery': {
    columns: `
      id uuid not null, company_domain text not null, workflow_slug text not null, provider text not null,
      platform text not null, payload_type text not null, raw_payload jsonb not null, created_at timestamptz`,
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'raw.company_payloads': {
    columns: `
      id uuid not null, company_domain text not null, workflow_slug text not null, provider text not null,
      platform text not null, payload_type text not null, raw_payload jsonb not null, created_at timestamptz`,
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'raw.email_waterfall_jobs': {
    columns: `
      id uuid not null, created_at timestamptz not null, status text not null, total_records integer not null,
      sent_count integer not null, failed_count integer not null, clay_webhook_url text not null,
      completed_at timestamptz`,
    primaryKey: 'id',
    indexes: ['idx_email_waterfall_jobs_status (status)', 'idx_email_waterfall_jobs_created_at (created_at)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', status: "'pending'", sent_count: '0', failed_count: '0' },
  },
  'raw.icp_payloads': {
    columns: `
      id uuid not null, domain text not null, workflow_slug text not null, provider text not null,
      platform text not null, payload_type text not null, raw_payload jsonb not null,
      created_at timestamptz not null`,
    primaryKey: 'id',
    indexes: ['idx_raw_icp_payloads_domain (domain)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'raw.manual_company_customers': {
    columns: `
      id uuid not null, origin_company_domain text not null, origin_company_name text,
      origin_company_linkedin_url text, company_customer_name text not null, company_customer_domain text,
      company_customer_linkedin_url text, case_study_url text, has_case_study boolean, source_notes text,
      created_at timestamptz, updated_at timestamptz`,
    primaryKey: 'id',
    unique: ['origin_company_domain, company_customer_name'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
  'raw.person_discovery': {
    columns: `
      id uuid not null, linkedin_url text not null, workflow_slug text not null, provider text not null,
      platform text not null, payload_type text not null, raw_payload jsonb not null, created_at timestamptz`,
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'raw.person_payloads': {
    columns: `
      id uuid not null, linkedin_url text not null, workflow_slug text not null, provider text not null,
      platform text not null, payload_type text not null, raw_payload jsonb not null, created_at timestamptz`,
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'raw.salesnav_scrapes': {
    columns: `
      id uuid not null, upload_id uuid not null, export_title text, export_timestamp timestamptz, notes text,
      matching_filters boolean, linkedin_user_profile_urn text, first_name text, last_name text, email text,
      phone_number text, profile_headline text, profile_summary text, job_title text, job_description text,
      job_started_on text, linkedin_url_user_profile text, location text, company text,
      linkedin_company_profile_urn text, linkedin_url_company text, company_website text,
      company_description text, company_headcount text, company_industries text, company_registered_address text,
      created_at timestamptz, clay_batch_number integer, sent_to_clay_at timestamptz`,
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'raw.vc_crunchbase_portfolios': {
    columns: `
      id uuid not null, upload_id uuid, vc_name text, vc_domain text, website text, name text,
      operating_status text, founded_date text, full_description text, short_description text, city text,
      state text, country text, number_employees text, linkedin_url text, created_at timestamptz`,
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'raw.vc_firms': {
    columns: 'id uuid not null, name text not null, domain text not null, created_at timestamptz',
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'raw.vc_portfolio_companies': {
    columns: `
      id uuid not null, upload_id uuid not null, vc_firm_id uuid not null, company_name text, website_domain text,
      crunchbase_url text, logo_url text, status text, founded_date text, description_long text,
      description_short text, city text, state text, country text, employee_count text, linkedin_url text,
      revenue_range text, funding_total text, equity_funding text, categories jsonb, investors jsonb,
      created_at timestamptz`,
    primaryKey: 'id',
    foreignKeys: ['vc_firm_id raw.vc_firms(id)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
}
