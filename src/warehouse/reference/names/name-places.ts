/** A column of company names with the domain beside it. */
export interface NamePlace {
  table: string
  name: string
  /** The domain that payloads state. */
  domain: string
  /** Whether a domain that follows from the name is written there too; otherwise it stands in resolved_domain only. */
  fills: boolean
  /** The company that the row is about: no company is its own customer. */
  origin: string | null
  /** The order in which ingest locks rows. */
  order: string
}

/** Where names of companies stand that may lack their domain. Rows of extracted are pictures of payloads and stay so. */
export const namePlaces: readonly NamePlace[] = [
  {
    table: 'core.company_customers',
    name: 'customer_name',
    domain: 'customer_domain',
    fills: true,
    origin: 'origin_company_domain',
    order: 'origin_company_domain, normalized_name',
  },
  {
    table: 'core.case_study_champions',
    name: 'company_name',
    domain: 'company_domain',
    fills: true,
    origin: 'origin_company_domain',
    order: 'case_study_url, full_name',
  },
  {
    table: 'core.company_vc_investors',
    name: 'vc_name',
    domain: 'vc_domain',
    fills: true,
    origin: 'company_domain',
    order: 'natural_key',
  },
  {
    table: 'extracted.case_study_details',
    name: 'company_customer_name',
    domain: 'company_customer_domain',
    fills: false,
    origin: 'origin_company_domain',
    order: 'case_study_url',
  },
  {
    table: 'extracted.case_study_buyers',
    name: 'customer_company_name',
    domain: 'customer_company_domain',
    fills: false,
    origin: 'origin_company_domain',
    order: 'natural_key',
  },
]

/** The indexed key of the name in a row. */
export function keyOf({ name }: NamePlace, alias: string): string {
  return `reference.company_name_key(${alias}.${name}) collate "C"`
}

/** Rows whose domain no payload stated, or did not when it was last looked at; what the partial indexes hold. */
export function isUnstated({ domain, fills }: NamePlace, alias: string): string {
  return fills ? `(${alias}.${domain} is null or ${alias}.resolved_domain is not null)` : `${alias}.${domain} is null`
}
