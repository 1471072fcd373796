import { normalizeCompanyName } from '../identity/company-name.ts'
import type { ExtractedRow } from '../workflows/define.ts'
import type { BatchItem } from './batch-item.ts'

/**
 * The customers a payload names, for the one logical list per company: (origin domain, normalised customer name), fed by
 * every generation of payloads. Those whose domain the payload gives also stand in reference.company_customers, which
 * the worked-at-customer signal reads.
 */
export function customerRows(item: BatchItem): ExtractedRow[] {
  const source = item.submission.registration.slug
  return (item.extraction?.customers ?? []).flatMap((customer): ExtractedRow[] => {
    const normalized = normalizeCompanyName(customer.customerName)
    if (normalized === '') return []
    const named: ExtractedRow = {
      table: 'core.company_customers',
      row: {
        origin_company_domain: customer.originDomain,
        origin_company_name: customer.originName,
        customer_name: customer.customerName,
        normalized_name: normalized,
        customer_domain: customer.customerDomain,
        case_study_url: customer.caseStudyUrl,
        has_case_study: customer.hasCaseStudy,
        confidence: customer.confidence,
        source,
        source_id: item.rawId,
      },
    }
    if (customer.customerDomain === null) return [named]
    const resolved: ExtractedRow = {
      table: 'reference.company_customers',
      row: {
        domain: customer.originDomain,
        customer_domain: customer.customerDomain,
        customer_name: customer.customerName,
        source,
      },
    }
    return [named, resolved]
  })
}
