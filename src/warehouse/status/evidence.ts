/** Where a payload leaves what tells that it was about an entity. Fixed here: no name of a table ever comes from a row. */

type EntityValues = 'keys' | 'domains' | 'urls'

/** Raw tables that can be searched by what their payloads are about, each by an index. */
const filed: { table: string; column: string; by: EntityValues; receiptKey: string | null }[] = [
  { table: 'raw.payloads', column: 'entity_key', by: 'keys', receiptKey: 'r.entity_key' },
  {
    table: 'raw.company_payloads',
    column: 'company_domain',
    by: 'domains',
    receiptKey: `'domain:' || r.company_domain`,
  },
  {
    table: 'raw.company_discovery',
    column: 'company_domain',
    by: 'domains',
    receiptKey: `'domain:' || r.company_domain`,
  },
  {
    table: 'raw.company_customer_claygent_payloads',
    column: 'origin_company_domain',
    by: 'domains',
    receiptKey: `'domain:' || r.origin_company_domain`,
  },
  {
    table: 'raw.case_study_extraction_payloads',
    column: 'origin_company_domain',
    by: 'domains',
    receiptKey: 'r.case_study_url',
  },
  { table: 'raw.icp_payloads', column: 'domain', by: 'domains', receiptKey: null },
  { table: 'raw.person_payloads', column: 'linkedin_url', by: 'urls', receiptKey: null },
  { table: 'raw.person_discovery', column: 'linkedin_url', by: 'urls', receiptKey: null },
]

/**
 * Extracted rows that name the entity, for payloads that are filed under something else: a posting, a signal, a pair of
 * companies. They point to their payload.
 */
const extracted: { table: string; column: string; by: EntityValues; raw: string }[] = [
  { table: 'extracted.case_study_buyers', column: 'origin_company_domain', by: 'domains', raw: 'raw.payloads' },
  { table: 'extracted.icp_verdict', column: 'company_domain', by: 'domains', raw: 'raw.payloads' },
  { table: 'extracted.company_job_postings', column: 'domain', by: 'domains', raw: 'raw.payloads' },
  { table: 'extracted.signal_job_posting', column: 'company_domain', by: 'domains', raw: 'raw.payloads' },
  { table: 'extracted.signal_new_hire', column: 'company_domain', by: 'domains', raw: 'raw.payloads' },
  { table: 'extracted.signal_news', column: 'company_domain', by: 'domains', raw: 'raw.payloads' },
  { table: 'extracted.vc_portfolio', column: 'domain', by: 'domains', raw: 'raw.vc_portfolio_companies' },
  { table: 'extracted.cb_vc_portfolio', column: 'domain', by: 'domains', raw: 'raw.vc_crunchbase_portfolios' },
  { table: 'extracted.signal_job_change', column: 'person_linkedin_url', by: 'urls', raw: 'raw.payloads' },
  { table: 'extracted.signal_promotion', column: 'person_linkedin_url', by: 'urls', raw: 'raw.payloads' },
  { table: 'extracted.email_anymailfinder', column: 'person_linkedin_url', by: 'urls', raw: 'raw.payloads' },
  { table: 'extracted.email_icypeas', column: 'person_linkedin_url', by: 'urls', raw: 'raw.payloads' },
  { table: 'extracted.email_leadmagic', column: 'person_linkedin_url', by: 'urls', raw: 'raw.payloads' },
]

/** Payloads of no table above: what they say about their own subject is found under its keys. */
const observed: { slug: string; raw: string; table: string; also: string }[] = [
  { slug: 'salesnav-file', raw: 'raw.salesnav_scrapes', table: 'core.person_observations', also: '' },
  {
    slug: 'manual-company-customers',
    raw: 'raw.payloads',
    table: 'core.company_observations',
    // It says something about the customer as well, which is not whom it enriches.
    also: 'and exists (select from raw.manual_company_customers m where m.origin_company_domain = any (asked.domains))',
  },
]

/** Senders of e-mail results file them under their own name and the profile. */
export const EMAIL_FINDERS = ['anymailfinder', 'icypeas', 'leadmagic']

const COLUMNS = 'r.id as raw_id, r.workflow_slug as slug, r.received_at, r.error'

/**
 * A query for every payload about each row `asked(n, keys, domains, urls)`: n, slug, raw_id, received_at, error, and the
 * key of its receipt where it may wait for a later step. `offset 0` keeps the planner to the indexes, row by row.
 */
export const EVIDENCE = [
  ...filed.map(
    ({ table, column, by, receiptKey }) =>
      `select asked.n, r.* from asked cross join lateral (
         select ${COLUMNS}, ${receiptKey ?? 'null'} as receipt_key from ${table} r where r.${column} = any (asked.${by}) offset 0) r`,
  ),
  ...extracted.map(
    ({ table, column, by, raw }) =>
      `select asked.n, r.* from asked cross join lateral (
         select x.raw_payload_id from ${table} x where x.${column} = any (asked.${by}) offset 0) x
       cross join lateral (select ${COLUMNS}, null as receipt_key from ${raw} r where r.id = x.raw_payload_id offset 0) r`,
  ),
  ...observed.map(
    ({ slug, raw, table, also }) =>
      `select asked.n, r.* from asked cross join lateral (
         select o.raw_payload_id from ${table} o where o.subject = any (asked.keys) and o.source = '${slug}' ${also} offset 0) o
       cross join lateral (select ${COLUMNS}, null as receipt_key from ${raw} r where r.id = o.raw_payload_id offset 0) r`,
  ),
].join('\n     union all\n     ')
