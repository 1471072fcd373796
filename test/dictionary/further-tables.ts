import type { FoundingTable } from './founding-table.ts'

/** Further tables whose keys and indexes are those of the original, though their columns are not fixed. */
export const furtherTables: Record<string, Pick<FoundingTable, 'primaryKey' | 'unique' | 'foreignKeys' | 'indexes'>> = {
  'extracted.cleaned_company_names': {
    primaryKey: 'id',
    unique: ['domain'],
    indexes: [
      'idx_cleaned_company_names_original (original_company_name)',
      'idx_cleaned_company_names_cleaned (cleaned_company_name)',
    ],
  },
  'extracted.company_vc_investors': {
    primaryKey: 'id',
    indexes: [
      'idx_company_vc_investors_ext_company_name (company_name)',
      'idx_company_vc_investors_ext_vc_og (vc_og)',
      'idx_company_vc_investors_ext_vc_name (vc_name)',
      'idx_company_vc_investors_ext_created_at (created_at desc)',
    ],
  },
  'extracted.cb_vc_portfolio': {
    primaryKey: 'id',
    indexes: [
      'idx_cb_vc_portfolio_domain (domain)',
      'idx_cb_vc_portfolio_vc_name (vc_name)',
      'idx_cb_vc_portfolio_company_name (company_name)',
    ],
  },
  'extracted.salesnav_scrapes_company_address': {
    primaryKey: 'id',
    indexes: [
      'idx_salesnav_scrapes_company_address_domain (domain)',
      'idx_salesnav_scrapes_company_address_linkedin_url (linkedin_url)',
      'idx_salesnav_scrapes_company_address_country (country)',
      'idx_salesnav_scrapes_company_address_state (state)',
      'idx_salesnav_scrapes_company_address_city (city)',
      'idx_salesnav_scrapes_company_address_created_at (created_at desc)',
    ],
  },
  'extracted.person_title_enrichment': {
    primaryKey: 'id',
    unique: ['linkedin_url'],
    indexes: [
      'idx_person_title_enrich_ext_linkedin (linkedin_url)',
      'idx_person_title_enrich_ext_domain (company_domain)',
      'idx_person_title_enrich_ext_seniority (seniority_level)',
      'idx_person_title_enrich_ext_function (job_function)',
      'idx_person_title_enrich_ext_clay_url (clay_table_url)',
    ],
  },
  'extracted.salesnav_scrapes_person': {
    primaryKey: 'id',
    indexes: [
      'idx_salesnav_person_extracted_linkedin_url (person_linkedin_sales_nav_url)',
      'idx_salesnav_person_extracted_domain (domain)',
      'idx_salesnav_person_extracted_city (city)',
      'idx_salesnav_person_extracted_state (state)',
      'idx_salesnav_person_extracted_country (country)',
    ],
  },
  'extracted.email_anymailfinder': {
    primaryKey: 'id',
    indexes: [
      'idx_ext_email_amf_email (email)',
      'idx_ext_email_amf_domain (domain)',
      'idx_ext_email_amf_linkedin (person_linkedin_url)',
      'idx_ext_email_amf_validation (validation)',
    ],
  },
  'extracted.email_leadmagic': {
    primaryKey: 'id',
    indexes: [
      'idx_ext_email_lm_email (email)',
      'idx_ext_email_lm_domain (domain)',
      'idx_ext_email_lm_linkedin (person_linkedin_url)',
      'idx_ext_email_lm_status (status)',
      'idx_ext_email_lm_employment (employment_verified)',
    ],
  },
  'extracted.email_icypeas': {
    primaryKey: 'id',
    indexes: [
      'idx_email_icypeas_extracted_person_linkedin (person_linkedin_url)',
      'idx_email_icypeas_extracted_email (email)',
      'idx_email_icypeas_extracted_domain (domain)',
      'idx_email_icypeas_extracted_raw_payload (raw_payload_id)',
    ],
  },
  'extracted.case_study_buyers': {
    primaryKey: 'id',
    indexes: [
      'idx_case_study_buyers_origin_domain (origin_company_domain)',
      'idx_case_study_buyers_customer_domain (customer_company_domain)',
      'idx_case_study_buyers_full_name (buyer_full_name)',
    ],
  },
  'extracted.target_client_icp': {
    primaryKey: 'id',
    unique: ['target_client_id'],
  },
  'extracted.icp_industries': {
    primaryKey: 'id',
    unique: ['domain'],
    indexes: [
      'idx_extracted_icp_industries_domain (domain)',
      'idx_extracted_icp_industries_raw_payload (raw_payload_id)',
    ],
  },
  'extracted.icp_job_titles': {
    primaryKey: 'id',
    unique: ['domain'],
    indexes: [
      'idx_extracted_icp_job_titles_domain (domain)',
      'idx_extracted_icp_job_titles_raw_payload (raw_payload_id)',
    ],
  },
  'extracted.icp_value_proposition': {
    primaryKey: 'id',
    unique: ['domain'],
    indexes: [
      'idx_extracted_icp_value_proposition_domain (domain)',
      'idx_extracted_icp_value_proposition_raw_payload (raw_payload_id)',
    ],
  },
  'extracted.icp_fit_criterion': {
    primaryKey: 'id',
    unique: ['domain'],
    indexes: [
      'idx_extracted_icp_fit_criterion_domain (domain)',
      'idx_extracted_icp_fit_criterion_raw_payload (raw_payload_id)',
    ],
  },
  'extracted.icp_verdict': {
    primaryKey: 'id',
    indexes: [
      'idx_icp_verdict_origin_domain (origin_company_domain)',
      'idx_icp_verdict_company_domain (company_domain)',
      'idx_icp_verdict_is_match (is_match)',
    ],
  },
  'extracted.signal_job_change': {
    primaryKey: 'id',
    indexes: [
      'idx_signal_job_change_client (client_domain)',
      'idx_signal_job_change_person_linkedin (person_linkedin_url)',
      'idx_signal_job_change_new_company_domain (new_company_domain)',
      'idx_signal_job_change_new_job_start (new_job_start_date)',
      'idx_signal_job_change_confidence (confidence)',
      'idx_signal_job_change_detected_at (signal_detected_at)',
    ],
  },
  'extracted.signal_promotion': {
    primaryKey: 'id',
    indexes: [
      'idx_signal_promotion_client (client_domain)',
      'idx_signal_promotion_person_linkedin (person_linkedin_url)',
      'idx_signal_promotion_company_domain (company_domain)',
      'idx_signal_promotion_new_role_start (new_role_start_date)',
      'idx_signal_promotion_confidence (confidence)',
      'idx_signal_promotion_detected_at (signal_detected_at)',
    ],
  },
  'extracted.signal_job_posting': {
    primaryKey: 'id',
    indexes: [
      'idx_signal_job_posting_client (client_domain)',
      'idx_signal_job_posting_company_domain (company_domain)',
      'idx_signal_job_posting_job_title (normalized_title)',
      'idx_signal_job_posting_seniority (seniority)',
      'idx_signal_job_posting_posted_at (posted_at)',
      'idx_signal_job_posting_detected_at (signal_detected_at)',
    ],
  },
  'reference.email_to_person': {
    primaryKey: 'id',
    unique: ['email'],
    indexes: [
      'idx_ref_email_person_email (email)',
      'idx_ref_email_person_linkedin (person_linkedin_url)',
      'idx_ref_email_person_domain (domain)',
    ],
  },
  'reference.sec_company_info': {
    primaryKey: 'id',
    unique: ['ticker'],
  },
  'reference.technologies': {
    primaryKey: 'id',
    unique: ['name'],
  },
  'reference.predictleads_technologies': {
    primaryKey: 'id',
    unique: ['title'],
  },
  'reference.job_titles': {
    primaryKey: 'id',
    unique: ['normalized_title'],
  },
  'reference.signal_registry': {
    primaryKey: 'id',
    unique: ['signal_slug'],
    indexes: [
      'idx_signal_registry_level (signal_level)',
      'idx_signal_registry_category (signal_category)',
      'idx_signal_registry_source (source)',
      'idx_signal_registry_active (is_active) where is_active = true',
    ],
  },
  'core.company_customers': {
    primaryKey: 'id',
    indexes: [
      'idx_company_customers_origin_domain (origin_company_domain)',
      'idx_company_customers_customer_domain (customer_domain)',
    ],
  },
  'core.icp_criteria': {
    primaryKey: 'id',
    unique: ['domain'],
    indexes: ['idx_icp_criteria_domain (domain)'],
  },
  'core.company_business_model': {
    primaryKey: 'id',
    unique: ['domain'],
  },
  'core.company_google_ads': {
    primaryKey: 'id',
    unique: ['domain'],
  },
  'core.company_linkedin_ads': {
    primaryKey: 'id',
    unique: ['domain'],
  },
  'core.company_meta_ads': {
    primaryKey: 'id',
    unique: ['domain'],
  },
  'core.company_technologies': {
    primaryKey: 'id',
    unique: ['domain, technology_id'],
  },
  'core.company_predictleads_technologies': {
    primaryKey: 'id',
    unique: ['domain, technology_id'],
  },
  'core.company_job_postings': {
    primaryKey: 'id',
    unique: ['domain, job_id'],
  },
  'core.case_study_champions': {
    primaryKey: 'id',
    foreignKeys: [
      'core_person_id core.people(id) on delete set null',
      'core_company_id core.companies(id) on delete set null',
    ],
  },
}
