import { describe, expect, it } from 'vitest'
import { answerOf, extractOf } from '../../../test/support/extract.ts'
import { keyId } from '../ingest/tables.ts'
import { caseStudyExtraction } from './case-study.ts'
import { caseStudyBuyers } from './case-study-buyers.ts'
import { icpCriteria } from './icp-criteria.ts'
import { icpFitCriterion, icpIndustries, icpJobTitles, icpValueProposition } from './icp-parts.ts'
import { icpVerdict } from './icp-verdict.ts'
import { targetClientIcp } from './target-client-icp.ts'

const company = { company_name: 'Brightkiln', domain: 'www.brightkiln.example', company_linkedin_url: null }

describe('a case study', () => {
  const asked = {
    origin_company_name: 'Brightkiln',
    origin_company_domain: 'brightkiln.example',
    case_study_url: 'https://brightkiln.example/stories/larkmere',
    company_customer_name: 'Larkmere, Inc.',
    has_case_study_url: true,
    workflow_slug: 'gemini-extract-case-study-details',
  }
  const read = {
    article_title: 'How Larkmere halved scrap',
    customer_company_domain: 'https://www.larkmere.example/',
    champions: [{ full_name: 'Priya Stonewell', job_title: 'VP, Plants', company_name: 'Larkmere' }],
    confidence: 'high',
    reasoning: 'name and link on page',
  }

  it('waits for an answer that it does not bring', () => {
    const pending = extractOf(caseStudyExtraction, asked)
    expect([pending.status, pending.rows, pending.customers]).toEqual(['pending', [], undefined])
    expect(answerOf(caseStudyExtraction, asked)).toEqual({
      case_study_id: null,
      champion_count: 0,
      customer_domain_found: false,
      article_title: null,
    })
  })

  it('brings details, champions and a customer whose domain is known', () => {
    const id = keyId('extracted.case_study_details', [asked.case_study_url])
    for (const request of [
      { ...asked, raw_payload: read },
      { ...asked, extraction: read },
    ]) {
      const extracted = extractOf(caseStudyExtraction, request)
      expect(extracted.rowsOf('extracted.case_study_details')).toMatchObject([
        {
          id,
          company_customer_name: 'Larkmere, Inc.',
          company_customer_domain: 'larkmere.example',
          confidence: 'high',
        },
      ])
      expect(extracted.rowsOf('extracted.case_study_champions')).toMatchObject([
        { case_study_id: id, job_title: 'VP, Plants' },
      ])
      expect(extracted.rowsOf('core.case_study_champions')).toMatchObject([
        {
          full_name: 'Priya Stonewell',
          origin_company_domain: 'brightkiln.example',
          company_domain: 'larkmere.example',
        },
      ])
      expect(extracted.customers).toMatchObject([
        { customerName: 'Larkmere, Inc.', customerDomain: 'larkmere.example' },
      ])
      expect(extracted.observations.map((o) => [o.subject, o.source])).toEqual([
        ['domain:brightkiln.example', undefined],
        ['domain:larkmere.example', 'mention'],
      ])
      expect(answerOf(caseStudyExtraction, request)).toMatchObject({ champion_count: 1, customer_domain_found: true })
    }
  })

  it('warns of champions it cannot read', () => {
    const odd = { ...read, customer_company_domain: 'unknown', champions: [null, { full_name: '' }, 'Priya'] }
    const extracted = extractOf(caseStudyExtraction, { ...asked, raw_payload: odd })
    expect(extracted.rows).toHaveLength(1)
    expect(extracted.warned.map(([, field]) => field)).toEqual(['customer_company_domain', 'champions[2]'])
  })

  it('names buyers once each, by its page or else by vendor and customer', () => {
    const request = {
      origin_company_name: 'Brightkiln',
      origin_company_domain: 'brightkiln.example',
      case_study_url: '',
      customer_company_name: 'Larkmere',
      people: [
        { fullName: 'Priya Stonewell', jobTitle: 'VP, Plants' },
        { fullName: 'priya stonewell' },
        { fullName: ' ' },
        7,
      ],
    }
    const extracted = extractOf(caseStudyBuyers, request)
    expect(extracted.rows).toMatchObject([
      {
        table: 'extracted.case_study_buyers',
        row: {
          buyer_job_title: 'VP, Plants',
          case_study_url: null,
          natural_key: 'brightkiln.example|larkmere|priya stonewell',
        },
      },
    ])
    expect(extracted.warned).toEqual([['invalid_object', 'people[3]']])
    expect(answerOf(caseStudyBuyers, request)).toEqual({ buyer_count: 1 })
    const paged = { ...request, case_study_url: 'https://brightkiln.example/stories/larkmere' }
    expect(extractOf(caseStudyBuyers, paged).rowsOf('core.case_study_champions')).toHaveLength(1)
    expect(extractOf(caseStudyBuyers, { ...request, people: null }).rows).toEqual([])
  })
})

describe('parts of an ICP', () => {
  it('make titles readable and cut none', () => {
    const request = {
      ...company,
      raw_target_icp_job_titles_payload: {
        primaryTitles: ['vpOfOperations', 'VP, Sales'],
        influencerTitles: ['plantManager'],
        extendedTitles: 'qaAnalyst',
        reasoning: 'buyers of kiln control',
        tokensUsed: '1,200',
        totalCostToAIProvider: 0.0021,
      },
    }
    const extracted = extractOf(icpJobTitles, request)
    expect(extracted.rows[0]?.row).toMatchObject({
      domain: 'brightkiln.example',
      raw_primary_titles: ['vpOfOperations', 'VP, Sales'],
      primary_titles: ['VP of Operations', 'VP, Sales'],
      influencer_titles: ['Plant Manager'],
      extended_titles: ['QA Analyst'],
      source_tokens_used: 1200,
      source_cost: '0.0021',
    })
    expect(answerOf(icpJobTitles, request)).toEqual({
      extracted_id: 'id of extracted.icp_job_titles',
      domain: 'brightkiln.example',
      primary_titles: ['VP of Operations', 'VP, Sales'],
      influencer_titles: ['Plant Manager'],
      extended_titles: ['QA Analyst'],
    })
  })

  it('wait for industries to be matched, unless they are brought', () => {
    const request = { ...company, raw_target_icp_industries_payload: { industries: ['glassAndCeramics'] } }
    expect(extractOf(icpIndustries, request)).toMatchObject({ status: 'pending', rows: [] })
    const brought = { ...request, matched_industries: ['Technology, Information and Internet'] }
    expect(extractOf(icpIndustries, brought).rows[0]?.row).toMatchObject({
      raw_industries: ['glassAndCeramics'],
      matched_industries: ['Technology, Information and Internet'],
    })
    expect(answerOf(icpIndustries, brought)).toMatchObject({
      raw_industries: ['glassAndCeramics'],
      matched_mapping: null,
    })
  })

  it('keep the value proposition', () => {
    const payload = { valueProp: 'Calm kilns', coreBenefit: 'less scrap', keyDifferentiator: null, confidence: 'high' }
    expect(answerOf(icpValueProposition, { ...company, target_icp_value_prop_payload: payload })).toEqual({
      extracted_id: 'id of extracted.icp_value_proposition',
      domain: 'brightkiln.example',
      value_proposition: 'Calm kilns',
      core_benefit: 'less scrap',
      target_customer: null,
      key_differentiator: null,
      confidence: 'high',
    })
  })

  it.each([[['ISO', 'ERP']], [{ plants: 2 }], ['two plants'], [null]])(
    'keep requirements of the form %j',
    (minimumRequirements) => {
      const payload = { primaryCriterion: 'runs kilns', qualifyingSignals: ['kilns, many'], minimumRequirements }
      const request = { ...company, raw_target_icp_fit_criterion_payload: payload }
      expect(answerOf(icpFitCriterion, request)).toMatchObject({
        primary_criterion: 'runs kilns',
        qualifying_signals: ['kilns, many'],
        minimum_requirements: minimumRequirements,
      })
    },
  )

  it('survive an empty payload', () => {
    const extracted = extractOf(icpFitCriterion, { ...company, raw_target_icp_fit_criterion_payload: {} })
    expect(extracted.warned).toEqual([])
    expect(extracted.observations).toMatchObject([
      { subject: 'domain:brightkiln.example', fields: { name: 'Brightkiln' } },
    ])
  })
})

describe('a verdict', () => {
  const request = {
    origin_company_domain: 'brightkiln.example',
    company_domain: 'tollan.example',
    workflow_slug: 'icp-verdict-enrichment',
    label: 'Yes',
    rationale: 'runs kilns',
  }

  it('is yes, no, or unknown', () => {
    expect(answerOf(icpVerdict, request)).toEqual({ extracted_id: 'id of extracted.icp_verdict', is_match: true })
    expect(answerOf(icpVerdict, { ...request, label: null, verdict: 'NO' })).toMatchObject({ is_match: false })
    const maybe = extractOf(icpVerdict, { ...request, label: 'perhaps' })
    expect(maybe.rows[0]?.row.is_match).toBeNull()
    expect(maybe.warned).toEqual([['invalid_boolean', 'verdict']])
  })

  it('stays beside an earlier one that said something else, and not beside an equal one', () => {
    const key = (body: object) => extractOf(icpVerdict, body).rows[0]?.row.natural_key
    expect(key(request)).toBe(key({ ...request }))
    expect(key(request)).not.toBe(key({ ...request, rationale: 'has plants' }))
    expect(icpVerdict.entityKey(request)).toBe('brightkiln.example|tollan.example')
  })
})

describe('a generated ICP', () => {
  const criteria = {
    company_criteria: {
      industries: ['Glass & Ceramics'],
      employee_count_min: 50,
      size: ['51-200 employees'],
      founded_min: null,
    },
    person_criteria: { title_contains_any: ['VP', 'Director'], title_contains_all: ['Operations', 'Plant'] },
  }
  const asked = {
    domain: 'brightkiln.example',
    company_name: 'Brightkiln',
    target_client_id: '7F6C2A5E-0000-4000-8000-000000000001',
  }

  it('waits, and then is the client’s and its domain’s', () => {
    expect(extractOf(targetClientIcp, asked)).toMatchObject({ status: 'pending', rows: [] })
    for (const request of [
      { ...asked, raw_payload: criteria },
      { ...asked, icp: criteria },
      { ...asked, raw_payload: { icp: criteria } },
    ]) {
      const extracted = extractOf(targetClientIcp, request)
      expect(extracted.rowsOf('extracted.target_client_icp')).toMatchObject([
        {
          target_client_id: '7f6c2a5e-0000-4000-8000-000000000001',
          employee_count_min: 50,
          title_contains_any: ['VP', 'Director'],
        },
      ])
      expect(extracted.rowsOf('reference.company_icp')).toEqual([{ domain: 'brightkiln.example', ...criteria }])
      expect(answerOf(targetClientIcp, request)).toEqual({
        extracted_id: 'id of extracted.target_client_icp',
        icp: criteria,
      })
    }
  })

  it('without a client is its domain’s alone', () => {
    const extracted = extractOf(targetClientIcp, { domain: 'brightkiln.example', icp: { company_criteria: 'none' } })
    expect(extracted.rows.map(({ table }) => table)).toEqual(['reference.company_icp'])
    expect(extracted.warned).toEqual([['invalid_object', 'company_criteria']])
  })

  it('refuses a client id that is none', () => {
    expect(targetClientIcp.check({ ...asked, target_client_id: '7' })).not.toEqual([])
  })
})

describe('the criteria of a domain', () => {
  it('are written as they are given; what is left out is null and therefore kept', () => {
    const request = {
      domain: 'brightkiln.example',
      industries: ['Technology, Information and Internet'],
      countries: [],
      job_titles: null,
    }
    expect(extractOf(icpCriteria, request).rows).toMatchObject([
      {
        row: {
          industries: ['Technology, Information and Internet'],
          countries: [],
          job_titles: null,
          core_benefit: null,
        },
      },
    ])
    expect(answerOf(icpCriteria, request)).toEqual({ domain: 'brightkiln.example', id: 'id of core.icp_criteria' })
  })
})
