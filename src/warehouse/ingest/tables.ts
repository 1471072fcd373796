import { hash, randomUUID } from 'node:crypto'

/**
 * How rows of a table meet rows that stand there already:
 * - `replace`: a picture of one payload. The newest one (observed_at, then payload hash) replaces the row whole.
 * - `fill`: current values. A newer payload overwrites with what it gives, an older one fills what is still null.
 * - `first`: the earliest payload keeps the row.
 */
type Mode = 'replace' | 'fill' | 'first'

export interface TableRule {
  /** The columns that say which row it is; a unique index stands on them. */
  key: readonly string[]
  mode: Mode
  /** Rows belong to one row of another table and are replaced together with it. */
  childOf?: { table: string; column: string }
  /** Columns that keep their smallest value: a signal is detected once, however often it is sent. */
  earliest?: readonly string[]
  /** The key is the subject's own (its domain, its profile URL): of a subject that nobody knew there is no row. */
  perSubject?: true
  /** A column of domains that is filled in from a name where no payload states one, and gives way to one that does. */
  resolved?: string
  /** False for tables without raw_payload_id. */
  raw?: false
}

/** Every table that extraction writes, apart from a person's jobs and schools (`settle-career.ts`). */
export const tables = {
  'extracted.company_firmographics': { key: ['company_domain'], mode: 'replace', perSubject: true },
  'extracted.company_discovery': { key: ['domain'], mode: 'replace', perSubject: true },
  'extracted.person_profile': { key: ['linkedin_url'], mode: 'replace', perSubject: true },
  'extracted.person_discovery': { key: ['linkedin_url'], mode: 'replace', perSubject: true },
  'extracted.person_title_enrichment': { key: ['linkedin_url'], mode: 'replace' },
  'extracted.company_customer_claygent': { key: ['origin_company_domain', 'company_customer_name'], mode: 'replace' },
  'extracted.case_study_details': { key: ['case_study_url'], mode: 'replace' },
  'extracted.case_study_champions': {
    key: ['case_study_id', 'full_name'],
    mode: 'replace',
    childOf: { table: 'extracted.case_study_details', column: 'case_study_id' },
    raw: false,
  },
  'extracted.case_study_buyers': { key: ['natural_key'], mode: 'replace' },
  'extracted.cleaned_company_names': { key: ['domain'], mode: 'replace' },
  'extracted.company_classification': { key: ['domain'], mode: 'replace' },
  'extracted.company_google_ads': { key: ['natural_key'], mode: 'replace' },
  'extracted.company_linkedin_ads': { key: ['natural_key'], mode: 'replace' },
  'extracted.company_meta_ads': { key: ['natural_key'], mode: 'replace' },
  'extracted.company_builtwith': { key: ['natural_key'], mode: 'replace' },
  'extracted.company_predictleads': { key: ['natural_key'], mode: 'replace' },
  'extracted.company_job_postings': { key: ['natural_key'], mode: 'replace' },
  'extracted.company_ticker': { key: ['domain'], mode: 'replace' },
  'extracted.company_vc_investors': { key: ['natural_key'], mode: 'replace' },
  'extracted.cb_vc_portfolio': { key: ['natural_key'], mode: 'replace' },
  'extracted.vc_portfolio': { key: ['natural_key'], mode: 'replace' },
  'extracted.leadmagic_company_enrichment': { key: ['natural_key'], mode: 'replace' },
  'extracted.salesnav_scrapes_companies': { key: ['natural_key'], mode: 'replace' },
  'extracted.salesnav_scrapes_company_address': { key: ['natural_key'], mode: 'replace' },
  'extracted.salesnav_scrapes_person': { key: ['natural_key'], mode: 'replace' },
  'extracted.icp_industries': { key: ['domain'], mode: 'replace' },
  'extracted.icp_job_titles': { key: ['domain'], mode: 'replace' },
  'extracted.icp_value_proposition': { key: ['domain'], mode: 'replace' },
  'extracted.icp_fit_criterion': { key: ['domain'], mode: 'replace' },
  'extracted.icp_verdict': { key: ['natural_key'], mode: 'replace' },
  'extracted.target_client_icp': { key: ['target_client_id'], mode: 'replace' },
  'extracted.email_anymailfinder': { key: ['natural_key'], mode: 'replace' },
  'extracted.email_icypeas': { key: ['natural_key'], mode: 'replace' },
  'extracted.email_leadmagic': { key: ['natural_key'], mode: 'replace' },
  'extracted.signal_job_change': { key: ['natural_key'], mode: 'replace', earliest: ['signal_detected_at'] },
  'extracted.signal_promotion': { key: ['natural_key'], mode: 'replace', earliest: ['signal_detected_at'] },
  'extracted.signal_job_posting': { key: ['natural_key'], mode: 'replace', earliest: ['signal_detected_at'] },
  'extracted.signal_new_hire': { key: ['natural_key'], mode: 'replace', earliest: ['signal_detected_at'] },
  'extracted.signal_news': { key: ['natural_key'], mode: 'replace', earliest: ['signal_detected_at'] },
  'extracted.records': { key: ['workflow_slug', 'entity_key'], mode: 'replace' },
  'raw.manual_company_customers': { key: ['origin_company_domain', 'company_customer_name'], mode: 'fill', raw: false },
  'raw.vc_firms': { key: ['domain'], mode: 'fill', raw: false },
  'reference.company_icp': { key: ['domain'], mode: 'fill', raw: false },
  'reference.email_to_person': { key: ['email'], mode: 'first', raw: false },
  'reference.sec_company_info': { key: ['ticker'], mode: 'fill', raw: false },
  'reference.technologies': { key: ['name'], mode: 'fill', raw: false },
  'reference.predictleads_technologies': { key: ['title'], mode: 'fill', raw: false },
  'reference.job_titles': { key: ['normalized_title'], mode: 'fill', raw: false },
  'core.company_public': { key: ['domain'], mode: 'fill', raw: false },
  'core.company_business_model': { key: ['domain'], mode: 'fill', raw: false },
  'core.company_google_ads': { key: ['domain'], mode: 'fill', raw: false },
  'core.company_linkedin_ads': { key: ['domain'], mode: 'fill', raw: false },
  'core.company_meta_ads': { key: ['domain'], mode: 'fill', raw: false },
  'core.company_technologies': { key: ['domain', 'technology_id'], mode: 'fill', raw: false },
  'core.company_predictleads_technologies': { key: ['domain', 'technology_id'], mode: 'fill', raw: false },
  'core.company_job_postings': { key: ['domain', 'job_id'], mode: 'fill', raw: false },
  'core.company_vc_investors': { key: ['natural_key'], mode: 'fill', resolved: 'vc_domain', raw: false },
  'core.case_study_champions': {
    key: ['case_study_url', 'full_name'],
    mode: 'fill',
    resolved: 'company_domain',
    raw: false,
  },
  'core.company_customers': {
    key: ['origin_company_domain', 'normalized_name'],
    mode: 'fill',
    resolved: 'customer_domain',
    raw: false,
  },
  'reference.company_customers': { key: ['domain', 'customer_domain'], mode: 'fill', raw: false },
  'core.icp_criteria': { key: ['domain'], mode: 'fill', raw: false },
  'client.leads': { key: ['client_domain', 'natural_key'], mode: 'fill', raw: false },
  'client.leads_people': { key: ['client_domain', 'natural_key'], mode: 'fill', raw: false },
  'client.leads_companies': { key: ['client_domain', 'natural_key'], mode: 'fill', raw: false },
} as const satisfies Record<string, TableRule>

/** Tables that keep payloads as they arrived. */
export const rawTables = [
  'raw.payloads',
  'raw.person_payloads',
  'raw.person_discovery',
  'raw.company_payloads',
  'raw.company_discovery',
  'raw.company_customer_claygent_payloads',
  'raw.case_study_extraction_payloads',
  'raw.icp_payloads',
  'raw.salesnav_scrapes',
  'raw.vc_crunchbase_portfolios',
  'raw.vc_portfolio_companies',
] as const

export type RawTableName = (typeof rawTables)[number]
export type TableName = keyof typeof tables

/**
 * The id of a row that replay must make again: the first 16 bytes of sha256 over table and key, marked as a uuid of
 * version 8. The same key always has the same id, on every machine.
 */
export function keyId(table: string, key: readonly (string | null)[]): string {
  return uuidFrom(hash('sha256', JSON.stringify([table, ...key]), 'hex'))
}

function uuidFrom(hex: string): string {
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * The id of the n-th row that one payload yields in a table: the payload's time-ordered id with its last 48 bits
 * shifted by the position, so that rows of a batch lie side by side in the index.
 */
export function positionId(rawId: string, position: number): string {
  const tail = (Number.parseInt(rawId.slice(24), 16) + position + 1) % 0x1000000000000
  return rawId.slice(0, 24) + tail.toString(16).padStart(12, '0')
}

let lastMillisecond = 0
let sequence = 0

/** A time-ordered uuid (version 7, RFC 9562): 48 bits of time, 12 bits of sequence within the millisecond, the rest random. */
export function payloadId(now: number = Date.now()): string {
  if (now > lastMillisecond) {
    lastMillisecond = now
    sequence = 0
  } else if (++sequence > 0xfff) {
    lastMillisecond++
    sequence = 0
  }
  const time = lastMillisecond.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence.toString(16).padStart(3, '0')}${randomUUID().slice(18)}`
}
