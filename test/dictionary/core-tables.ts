import type { FoundingTable } from './founding-table.ts'

/** Tables of core, reference and client. */
export const coreTables: Record<string, FoundingTable> = {
  'core.companies': {
    columns: `
      id uuid not null, domain text not null, name text, linkedin_url text, created_at timestamptz not null,
      updated_at timestamptz not null`,
    primaryKey: 'id',
    unique: ['domain'],
    indexes: ['idx_core_companies_domain (domain)', 'idx_core_companies_name (name)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
  'core.company_public': {
    columns: 'ticker text',
    primaryKey: 'domain',
    defaults: { created_at: 'now()' },
  },
  'core.people': {
    columns: `
      id uuid not null, linkedin_url text not null, linkedin_slug text, full_name text,
      created_at timestamptz not null, updated_at timestamptz not null`,
    primaryKey: 'id',
    unique: ['linkedin_url'],
    indexes: ['idx_core_people_linkedin_url (linkedin_url)', 'idx_core_people_linkedin_slug (linkedin_slug)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
  'core.person_job_titles': {
    columns: 'linkedin_url text not null',
    primaryKey: 'id',
    unique: ['linkedin_url'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
  'core.person_locations': {
    columns: 'linkedin_url text not null',
    primaryKey: 'id',
    unique: ['linkedin_url'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
  'core.person_past_employer': {
    columns: 'linkedin_url text not null',
    primaryKey: 'id',
    unique: ['linkedin_url, past_company_name, past_company_domain'],
    indexes: [
      'idx_person_past_employer_linkedin_url (linkedin_url)',
      'idx_person_past_employer_company_name (past_company_name)',
      'idx_person_past_employer_company_domain (past_company_domain)',
    ],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'core.person_tenure': {
    columns: 'linkedin_url text not null',
    primaryKey: 'id',
    unique: ['linkedin_url'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
  'core.person_work_history': {
    columns: 'linkedin_url text not null',
    primaryKey: 'id',
    indexes: [
      'idx_person_work_history_company_domain (company_domain)',
      'idx_person_work_history_person_company (linkedin_url, company_domain)',
    ],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'client.leads': {
    columns: 'client_domain text not null, first_name text, client_form_id text, client_form_title text',
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'client.leads_companies': {
    columns: 'client_domain text not null, client_form_id text, client_form_title text',
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'client.leads_people': {
    columns: 'client_domain text not null, client_form_id text, client_form_title text',
    primaryKey: 'id',
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'reference.company_customers': {
    columns: `
      id uuid not null, domain text not null, customer_domain text not null, customer_name text, source text,
      notes text, created_at timestamptz not null`,
    primaryKey: 'id',
    indexes: ['idx_company_customers_domain (domain)', 'idx_company_customers_customer_domain (customer_domain)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'reference.company_icp': {
    columns: `
      id uuid not null, domain text not null, slug text, company_criteria jsonb, person_criteria jsonb,
      notes text, created_at timestamptz not null, updated_at timestamptz not null`,
    primaryKey: 'id',
    unique: ['domain'],
    indexes: ['idx_company_icp_domain (domain)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
  'reference.enrichment_workflow_registry': {
    columns: `
      id uuid not null, workflow_slug text not null, provider text not null, platform text not null,
      payload_type text not null, entity_type text not null, description text, created_at timestamptz`,
    primaryKey: 'id',
    unique: ['workflow_slug'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'reference.job_title_lookup': {
    columns: 'latest_title text not null, cleaned_job_title text, seniority_level text, job_function text',
    primaryKey: 'latest_title',
  },
  'reference.location_lookup': {
    columns: `
      location_name text not null, city text, state text, country text, has_city boolean, has_state boolean,
      has_country boolean`,
    primaryKey: 'location_name',
  },
}
