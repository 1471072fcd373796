import { describe, expect, it } from 'vitest'
import { extractOf } from '../../../test/support/extract.ts'
import { caseStudyExtraction } from './case-study.ts'
import { claygentCustomers, claygentCustomersNested, claygentCustomersText } from './claygent-customers.ts'
import { googleAds, linkedinAds, metaAds } from './company-ads.ts'
import { companyClassification } from './company-classification.ts'
import { companyTicker } from './company-ticker.ts'
import type { Workflow } from './define.ts'
import { findCompanies } from './find-companies.ts'
import { icpFitCriterion, icpIndustries, icpJobTitles, icpValueProposition } from './icp-parts.ts'
import { jobPosting } from './job-posting.ts'
import { leadmagicCompany } from './leadmagic-company.ts'
import { companyAddressParsing } from './salesnav-company.ts'
import { targetClientIcp } from './target-client-icp.ts'
import { builtwithTechstack, predictleadsTechstack } from './technologies.ts'

type Payload = Record<string, unknown>

const odd = [
  null,
  '',
  'null',
  'x',
  7,
  -1,
  1.5,
  1e21,
  true,
  [],
  {},
  ['x', null, 7],
  { a: 1 },
  [[{}]],
  '\u0000',
  'é'.repeat(3000),
]
const domain = 'brightkiln.example'
const about = { company_name: 'Brightkiln', domain }
const origin = { origin_company_domain: domain, origin_company_name: 'Brightkiln', workflow_slug: 'x' }
const study = {
  ...origin,
  case_study_url: 'https://x.example/1',
  company_customer_name: 'Larkmere',
  has_case_study_url: true,
}

/** A workflow, how a payload is sent to it, and a payload with everything in it. */
const cases: [Workflow, (payload: unknown) => unknown, unknown][] = [
  [
    findCompanies,
    (raw_payload) => ({ company_domain: domain, raw_payload }),
    {
      name: 'B',
      linkedin_url: 'linkedin.com/company/b',
      linkedin_company_id: 1,
      size: '1-10',
      location: 'Gent',
      industries: [],
      last_refresh: '2026-01-01',
    },
  ],
  [
    leadmagicCompany,
    (raw_payload) => ({ domain, raw_payload }),
    {
      companyName: 'B',
      url: 'u',
      companyId: 1,
      foundedOn: { year: 1 },
      employeeCountRange: { start: 1, end: 2 },
      headquarter: { city: 'c' },
      specialities: ['s'],
    },
  ],
  [
    linkedinAds,
    (linkedin_ads_payload) => ({ domain, linkedin_ads_payload }),
    { ads: [{ ad_id: '1', headline: { title: 't' }, image: { url: 'u' } }], total_ads: 1, page_id: 1 },
  ],
  [
    googleAds,
    (google_ads_payload) => ({ domain, google_ads_payload }),
    { ads: [{ creative_id: '1', variants: [{ width: 1 }] }], total_ad_count: 1 },
  ],
  [
    metaAds,
    (meta_ads_payload) => ({ domain, meta_ads_payload }),
    { results: [{ ad_archive_id: '1', snapshot: { images: [{ original_image_url: 'u' }] } }], platform: ['f'] },
  ],
  [
    builtwithTechstack,
    (builtwith_payload) => ({ domain, builtwith_payload }),
    { matchesFound: [{ Name: 'n', Categories: ['c'], FirstDetected: 1 }] },
  ],
  [
    predictleadsTechstack,
    (predictleads_payload) => ({ domain, predictleads_payload }),
    { technologies: [{ title: 't', score: 1, first_seen_at: 'x', behind_firewall: 1 }] },
  ],
  [
    companyClassification,
    (classification_payload) => ({ domain, classification_payload }),
    { buyerClassification: { businessBuyers: { isB2b: 'YES' }, consumerBuyers: { isB2c: 'NO' } }, tokensUsed: 1 },
  ],
  [
    jobPosting,
    (job_posting_payload) => ({ domain, job_posting_payload }),
    { jobPostData: { title: 't', job_id: 1, posted_at: '2026-01-01', salary_min: 1, company_id: 1 } },
  ],
  [
    claygentCustomers,
    (raw_payload) => ({ ...origin, raw_payload }),
    { customers: [{ companyName: 'a', url: 'u', hasCaseStudy: true }], confidence: 'high' },
  ],
  [
    claygentCustomersNested,
    (claygent_output) => ({ origin_company_domain: domain, claygent_output }),
    { customers: [{ companyName: 'a' }], stepsTaken: ['s'] },
  ],
  [
    claygentCustomersText,
    (claygent_output) => ({ origin_company_domain: domain, claygent_output }),
    { result: 'a, b', stepsTaken: ['https://x.example/a'] },
  ],
  [
    caseStudyExtraction,
    (raw_payload) => ({ ...study, raw_payload }),
    { champions: [{ full_name: 'f', job_title: 't' }], customer_company_domain: 'd.example', confidence: 'high' },
  ],
  [
    icpIndustries,
    (raw_target_icp_industries_payload) => ({ ...about, raw_target_icp_industries_payload }),
    { industries: ['i'], matched_industries: ['m'], tokensUsed: 1 },
  ],
  [
    icpJobTitles,
    (raw_target_icp_job_titles_payload) => ({ ...about, raw_target_icp_job_titles_payload }),
    { primaryTitles: ['vpOfX'], influencerTitles: [], extendedTitles: ['x'] },
  ],
  [
    icpValueProposition,
    (target_icp_value_prop_payload) => ({ ...about, target_icp_value_prop_payload }),
    { valueProp: 'v', confidence: 'high', totalCostToAIProvider: 1 },
  ],
  [
    icpFitCriterion,
    (raw_target_icp_fit_criterion_payload) => ({ ...about, raw_target_icp_fit_criterion_payload }),
    { primaryCriterion: 'p', qualifyingSignals: [], minimumRequirements: {} },
  ],
  [
    targetClientIcp,
    (icp) => ({ domain, target_client_id: '7f6c2a5e-0000-4000-8000-000000000001', icp }),
    {
      company_criteria: { industries: ['i'], employee_count_min: 1, size: ['s'] },
      person_criteria: { title_contains_any: ['t'] },
    },
  ],
  [
    companyAddressParsing,
    (parsed_address) => ({ ...about, parsed_address }),
    { city: 'c', state: 's', country: 'c', hasCity: true },
  ],
  [companyTicker, (ticker_payload) => ({ domain, ticker_payload }), { ticker: 'T', cik: 1, sec_company_name: 's' }],
]

describe('a payload with a value of another type anywhere in it', () => {
  it.each(cases.map(([workflow, send, payload]) => [workflow.slug, workflow, send, payload] as const))(
    'is still extracted (%s)',
    (_slug, workflow, send, payload) => {
      expect(extractOf(workflow, send(payload)).rows.length).toBeGreaterThan(0)
      let tried = 0
      for (const path of pathsOf(payload)) {
        for (const value of odd) {
          extractOf(workflow, send(withValue(payload, path, value)))
          tried++
        }
      }
      expect(tried).toBeGreaterThan(odd.length * 2)
    },
  )
})

function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])])
}

function withValue(payload: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value
  const copy = Array.isArray(payload) ? [...payload] : { ...(payload as Payload) }
  ;(copy as Payload)[key] = withValue((payload as Payload)[key], rest, value)
  return copy
}
