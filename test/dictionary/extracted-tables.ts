import type { FoundingTable } from './founding-table.ts'

/** Tables of typed rows. */
export const extractedTables: Record<string, FoundingTable> = {
  'extracted.case_study_champions': {
    columns: `
      id uuid not null, created_at timestamptz not null, case_study_id uuid not null, full_name text not null,
      job_title text, company_name text`,
    primaryKey: 'id',
    foreignKeys: ['case_study_id extracted.case_study_details(id) on delete cascade'],
    indexes: [
      'idx_case_study_champions_case_study (case_study_id)',
      'idx_case_study_champions_name (full_name)',
      'idx_case_study_champions_customer_domain (customer_company_domain)',
    ],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'extracted.case_study_details': {
    columns: `
      id uuid not null, created_at timestamptz not null, raw_payload_id uuid not null,
      case_study_url text not null, origin_company_domain text not null, origin_company_name text,
      company_customer_name text not null, company_customer_domain text, article_title text, confidence text,
      reasoning text`,
    primaryKey: 'id',
    unique: ['case_study_url'],
    foreignKeys: ['raw_payload_id raw.case_study_extraction_payloads(id)'],
    indexes: [
      'idx_case_study_details_origin (origin_company_domain)',
      'idx_case_study_details_customer_domain (company_customer_domain) where company_customer_domain is not null',
      'idx_case_study_details_raw_payload (raw_payload_id)',
      'idx_case_study_details_confidence (confidence)',
    ],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'extracted.company_customer_claygent': {
    columns: `
      id uuid not null, created_at timestamptz not null, raw_payload_id uuid not null,
      origin_company_domain text not null, origin_company_name text, company_customer_name text not null,
      case_study_url text, has_case_study boolean not null`,
    primaryKey: 'id',
    unique: ['origin_company_domain, company_customer_name'],
    foreignKeys: ['raw_payload_id raw.company_customer_claygent_payloads(id)'],
    indexes: [
      'idx_company_customer_claygent_origin (origin_company_domain)',
      'idx_company_customer_claygent_customer (company_customer_name)',
      'idx_company_customer_claygent_raw_payload (raw_payload_id)',
      'idx_company_customer_claygent_has_case_study (has_case_study) where has_case_study = true',
    ],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', has_case_study: 'false' },
  },
  'extracted.company_discovery': {
    columns: `
      id uuid not null, raw_payload_id uuid not null, domain text not null, name text, linkedin_url text,
      linkedin_company_id bigint, clay_company_id bigint, size text, type text, country text, location text,
      industry text, industries jsonb, description text, annual_revenue text, total_funding_amount_range_usd text,
      resolved_domain jsonb, derived_datapoints jsonb, source_last_refresh timestamptz, created_at timestamptz,
      updated_at timestamptz`,
    primaryKey: 'id',
    unique: ['domain'],
    foreignKeys: ['raw_payload_id raw.company_discovery(id)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
  'extracted.company_firmographics': {
    columns: `
      id uuid not null, raw_payload_id uuid not null, company_domain text not null, linkedin_url text,
      linkedin_slug text, linkedin_org_id bigint, clay_company_id bigint, name text, description text,
      website text, logo_url text, company_type text, industry text, founded_year integer, size_range text,
      employee_count integer, follower_count integer, country text, locality text, primary_location jsonb,
      all_locations jsonb, specialties text[], source_last_refresh timestamptz, created_at timestamptz`,
    primaryKey: 'id',
    unique: ['company_domain'],
    foreignKeys: ['raw_payload_id raw.company_payloads(id)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'extracted.person_discovery': {
    columns: `
      id uuid not null, raw_payload_id uuid not null, linkedin_url text not null, first_name text, last_name text,
      full_name text, location_name text, company_domain text, latest_title text, latest_company text,
      latest_start_date date, clay_company_table_id text, clay_company_record_id text, created_at timestamptz,
      updated_at timestamptz`,
    primaryKey: 'id',
    unique: ['linkedin_url'],
    foreignKeys: ['raw_payload_id raw.person_discovery(id)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
  'extracted.person_education': {
    columns: `
      id uuid not null, raw_payload_id uuid not null, linkedin_url text not null, school_name text, degree text,
      field_of_study text, start_date date, end_date date, grade text, activities text, education_order integer,
      created_at timestamptz`,
    primaryKey: 'id',
    foreignKeys: ['raw_payload_id raw.person_payloads(id)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'extracted.person_experience': {
    columns: `
      id uuid not null, raw_payload_id uuid not null, linkedin_url text not null, company text,
      company_domain text, company_linkedin_url text, company_org_id bigint, title text, summary text,
      locality text, start_date date, end_date date, is_current boolean, experience_order integer,
      created_at timestamptz`,
    primaryKey: 'id',
    foreignKeys: ['raw_payload_id raw.person_payloads(id)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()' },
  },
  'extracted.person_profile': {
    columns: `
      id uuid not null, raw_payload_id uuid not null, linkedin_url text not null, linkedin_slug text,
      linkedin_profile_id bigint, first_name text, last_name text, full_name text, headline text, summary text,
      country text, location_name text, connections integer, num_followers integer, picture_url text,
      jobs_count integer, latest_title text, latest_company text, latest_company_domain text,
      latest_company_linkedin_url text, latest_company_org_id bigint, latest_locality text,
      latest_start_date date, latest_end_date date, latest_is_current boolean, certifications jsonb,
      languages jsonb, courses jsonb, patents jsonb, projects jsonb, publications jsonb, volunteering jsonb,
      awards jsonb, source_last_refresh timestamptz, created_at timestamptz, updated_at timestamptz`,
    primaryKey: 'id',
    unique: ['linkedin_url'],
    foreignKeys: ['raw_payload_id raw.person_payloads(id)'],
    defaults: { id: 'gen_random_uuid()', created_at: 'now()', updated_at: 'now()' },
  },
}
