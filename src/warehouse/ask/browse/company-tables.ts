import { type BrowsableTable, factOfCompanies, table, without } from './browsable-table.ts'

/** A fact that the original kept in a table of its own, and that is a column of core.companies here. */
function fact(name: string, columns: string, where: string): string {
  return `(select md5('${name}:' || domain)::uuid as id, domain, 'core' as source, ${columns}, created_at, updated_at
    from core.companies where ${where})`
}

/** Tables about companies that can be browsed. What stands in brackets is answered from where its content lives. */
export const companyTables: Readonly<Record<string, BrowsableTable>> = {
  'core.companies': {
    from: 'core.companies',
    columns: {
      id: 'uuid',
      domain: 'text',
      name: 'words',
      cleaned_name: 'words',
      linkedin_url: 'text',
      industry: 'text',
      employee_count: 'integer',
      size_range: 'text',
      founded_year: 'integer',
      city: 'text',
      state: 'text',
      country: 'text',
      created_at: 'time',
      updated_at: 'time',
    },
    order: 'key',
    key: 'domain',
  },
  'core.companies_missing_cleaned_name': {
    from: '(select id, domain, name, linkedin_url, created_at, updated_at from core.companies where cleaned_name is null)',
    columns: {
      id: 'uuid',
      domain: 'text',
      name: 'words',
      linkedin_url: 'text',
      created_at: 'time',
      updated_at: 'time',
    },
    order: 'key',
    key: 'domain',
  },
  'core.companies_missing_location': {
    from: `(select id, domain, name, linkedin_url, created_at, updated_at from core.companies
      where coalesce(locality, city, state, country) is null)`,
    columns: {
      id: 'uuid',
      domain: 'text',
      name: 'words',
      linkedin_url: 'text',
      created_at: 'time',
      updated_at: 'time',
    },
    order: 'key',
    key: 'domain',
  },
  'core.company_customers': table('core.company_customers', 'newest', {
    origin_company_domain: 'text',
    origin_company_name: 'words',
    customer_name: 'words',
    customer_domain: 'text',
    case_study_url: 'text',
    has_case_study: 'boolean',
    source: 'text',
    confidence: 'text',
  }),
  'core.company_descriptions': factOfCompanies('core.company_descriptions', { description: 'text', tagline: 'text' }),
  'core.company_employee_range': factOfCompanies(
    fact('company_employee_range', 'size_range as employee_range', 'size_range is not null'),
    { employee_range: 'text' },
  ),
  'core.company_employee_ranges': factOfCompanies('core.company_employee_ranges', {
    raw_size: 'text',
    raw_employee_count: 'integer',
    matched_employee_range: 'text',
  }),
  'core.company_funding': factOfCompanies(
    fact('company_funding', 'funding_total as raw_funding_range', 'funding_total is not null'),
    { raw_funding_range: 'text' },
  ),
  'core.company_industries': factOfCompanies('core.company_industries', {
    raw_industry: 'text',
    raw_industries: 'json',
    matched_industry: 'text',
  }),
  'core.company_linkedin_urls': factOfCompanies('core.company_linkedin_urls', { linkedin_url: 'text' }),
  'core.company_locations': factOfCompanies('core.company_locations', {
    raw_location: 'words',
    raw_country: 'text',
    matched_city: 'text',
    matched_state: 'text',
    matched_country: 'text',
    has_city: 'boolean',
    has_state: 'boolean',
  }),
  'core.company_names': factOfCompanies('core.company_names', {
    raw_name: 'words',
    cleaned_name: 'words',
    linkedin_url: 'text',
  }),
  'core.company_people_snapshot_history': without(
    table('core.company_people_snapshot_history', 'key', {
      company_domain: 'text',
      snapshot_date: 'date',
      total_people_count: 'integer',
      people_added_count: 'integer',
      people_removed_count: 'integer',
      source: 'text',
    }),
    'updated_at',
  ),
  'core.company_public': {
    from: 'core.company_public',
    columns: { domain: 'text', company_name: 'words', linkedin_url: 'text', ticker: 'text', created_at: 'time' },
    order: 'key',
    key: 'domain',
  },
  'core.company_revenue': factOfCompanies(
    fact('company_revenue', 'revenue_range as raw_revenue_range', 'revenue_range is not null'),
    { raw_revenue_range: 'text' },
  ),
  'core.company_types': factOfCompanies(
    fact('company_types', 'company_type as raw_type, company_type as matched_type', 'company_type is not null'),
    { raw_type: 'text', matched_type: 'text' },
  ),
  'core.company_business_model': table('core.company_business_model', 'key', {
    domain: 'text',
    is_b2b: 'boolean',
    is_b2c: 'boolean',
  }),
  'core.company_vc_backed': {
    from: `(select company_domain as domain, count(distinct vc_name)::int4 as vc_count, min(created_at) as created_at
      from core.company_vc_investors where company_domain is not null group by company_domain)`,
    columns: { domain: 'text', vc_count: 'integer', created_at: 'time' },
    order: 'key',
    key: 'domain',
  },
  'core.company_vc_investments': {
    from: 'core.company_vc_investors',
    columns: { id: 'uuid', company_domain: 'text', company_name: 'words', vc_name: 'words', created_at: 'time' },
    order: 'newest',
    key: 'id',
  },
  'core.company_vc_investors': without(
    table('core.company_vc_investors', 'newest', {
      company_domain: 'text',
      company_name: 'words',
      vc_name: 'words',
      vc_domain: 'text',
      source: 'text',
    }),
    'updated_at',
  ),
  'extracted.company_discovery': table('extracted.company_discovery', 'key', {
    domain: 'text',
    name: 'words',
    linkedin_url: 'text',
    linkedin_company_id: 'integer',
    size: 'text',
    type: 'text',
    country: 'text',
    location: 'words',
    industry: 'text',
    matched_industry: 'text',
    matched_city: 'text',
    matched_state: 'text',
    matched_country: 'text',
    annual_revenue: 'text',
    source_last_refresh: 'time',
    clay_table_url: 'text',
  }),
}
