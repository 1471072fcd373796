import { describe, expect, it } from 'vitest'
import { answerOf, extractOf, rawId, receivedAt } from '../../../test/support/extract.ts'
import { keyId } from '../ingest/tables.ts'
import { cleanedCompanyName } from './cleaned-company-name.ts'
import { googleAds, linkedinAds, metaAds } from './company-ads.ts'
import { companyClassification } from './company-classification.ts'
import { jobPosting } from './job-posting.ts'
import { leadmagicCompany } from './leadmagic-company.ts'
import { builtwithTechstack, predictleadsTechstack } from './technologies.ts'

describe('LeadMagic’s company data', () => {
  const payload = {
    companyName: 'Brightkiln',
    url: 'https://www.linkedin.com/company/brightkiln',
    companyId: 90210001,
    universalName: 'brightkiln',
    tagline: 'Kilns, but calmer',
    industry: 'Software Development',
    websiteUrl: 'https://www.brightkiln.example/en?x=1',
    foundedOn: { year: 2017 },
    employeeCount: 134,
    employeeCountRange: { start: 51, end: 200 },
    followerCount: '2,200',
    headquarter: { city: 'Duluth', geographicArea: 'Minnesota', country: 'US', postalCode: '55802' },
    specialities: ['kiln control', 'IoT'],
  }

  it('becomes one row and one observation, keyed by the domain that was asked for', () => {
    const request = { domain: 'brightkiln.example', raw_payload: payload }
    const extracted = extractOf(leadmagicCompany, request)
    expect(extracted.rows).toMatchObject([
      {
        table: 'extracted.leadmagic_company_enrichment',
        row: {
          domain: 'brightkiln.example',
          linkedin_company_id: '90210001',
          founded_year: 2017,
          follower_count: 2200,
          state: 'Minnesota',
          specialties: ['kiln control', 'IoT'],
          natural_key: 'domain:brightkiln.example',
        },
      },
    ])
    expect(extracted.observations).toMatchObject([
      {
        subject: 'domain:brightkiln.example',
        claims: ['linkedin:brightkiln', 'org:90210001'],
        fields: { one_liner: 'Kilns, but calmer', size_range: '51-200', location: { city: 'Duluth', country: 'US' } },
      },
    ])
    expect(answerOf(leadmagicCompany, request)).toEqual({
      extracted_id: 'id of extracted.leadmagic_company_enrichment',
    })
  })

  it('falls back on the website, the LinkedIn page, the name, and at last on nothing', () => {
    expect(leadmagicCompany.entityKey({ raw_payload: payload })).toBe('domain:brightkiln.example')
    expect(leadmagicCompany.entityKey({ linkedin_url: 'linkedin.com/company/brightkiln' })).toBe('linkedin:brightkiln')
    expect(leadmagicCompany.entityKey({ company_name: 'Brightkiln  Ltd' })).toBe('name|brightkiln ltd')
    expect(leadmagicCompany.entityKey({})).toBeNull()
    expect(extractOf(leadmagicCompany, {}).rows[0]?.row.natural_key).toBe(rawId)
    expect(extractOf(leadmagicCompany, {}).observations).toEqual([])
  })

  it('warns of what it cannot read and keeps the rest', () => {
    const odd = {
      ...payload,
      foundedOn: 2017,
      employeeCount: '51-200',
      headquarter: 'Duluth',
      employeeCountRange: null,
    }
    const extracted = extractOf(leadmagicCompany, { domain: 'no domain', raw_payload: odd })
    expect(extracted.warned.map(([, field]) => field)).toEqual(['domain', 'foundedOn', 'headquarter', 'employeeCount'])
    expect(extracted.observations[0]?.fields).toMatchObject({ name: 'Brightkiln', location: null, size_range: null })
  })
})

describe('ads', () => {
  it('on LinkedIn are rows of their own and one summary of the domain', () => {
    const request = {
      domain: 'Brightkiln.example',
      linkedin_ads_payload: {
        ads: [
          {
            ad_id: '11',
            type: 'image',
            headline: { title: 'Calm kilns', description: 'Now' },
            commentary: { text: 'Hi' },
          },
          { ad_id: 12, advertiser: { name: 'Brightkiln' }, image: { url: 'https://i.example/1.png', alt: 'a kiln' } },
        ],
        page_id: 90210001,
        total_ads: 40,
      },
    }
    const extracted = extractOf(linkedinAds, request)
    expect(extracted.rowsOf('extracted.company_linkedin_ads')).toMatchObject([
      { ad_id: '11', headline_title: 'Calm kilns', commentary_text: 'Hi', natural_key: 'brightkiln.example|11' },
      { ad_id: '12', advertiser_name: 'Brightkiln', image_alt_text: 'a kiln', natural_key: 'brightkiln.example|12' },
    ])
    expect(extracted.rowsOf('core.company_linkedin_ads')).toEqual([
      {
        domain: 'brightkiln.example',
        is_running_ads: true,
        ad_count: 40,
        page_id: '90210001',
        last_checked_at: receivedAt,
      },
    ])
    expect(answerOf(linkedinAds, request)).toEqual({
      domain: 'brightkiln.example',
      raw_payload_id: rawId,
      ads_extracted: 2,
      total_ads: 40,
      is_running_ads: true,
    })
  })

  it('with Google take the first variant', () => {
    const ads = [
      { creative_id: 'CR1', advertiser_id: 'AR1', variants: [{ content: 'x', width: 300, height: '250' }] },
      { format: 'text' },
    ]
    const extracted = extractOf(googleAds, {
      domain: 'brightkiln.example',
      google_ads_payload: { ads, total_ad_count: 2 },
    })
    expect(extracted.rowsOf('extracted.company_google_ads')[0]).toMatchObject({
      variant_width: 300,
      variant_height: 250,
    })
    expect(extracted.rowsOf('core.company_google_ads')).toMatchObject([{ advertiser_id: 'AR1', ad_count: 2 }])
    expect(extracted.rowsOf('extracted.company_google_ads')[1]?.natural_key).toMatch(
      /^brightkiln\.example\|[0-9a-f]{64}$/,
    )
  })

  it('with Meta may come in pages and name their platforms', () => {
    const results = [
      [
        {
          ad_archive_id: '7',
          is_active: true,
          snapshot: { page_name: 'Brightkiln', images: [{ original_image_url: 'u' }] },
        },
      ],
    ]
    const request = {
      domain: 'brightkiln.example',
      meta_ads_payload: { results, platform: ['facebook'], number_of_ads: 1 },
    }
    expect(extractOf(metaAds, request).rowsOf('extracted.company_meta_ads')).toMatchObject([
      { ad_id: '7', status: 'active', page_name: 'Brightkiln', image_url: 'u', platform: null },
    ])
    expect(answerOf(metaAds, request)).toMatchObject({
      platforms: ['facebook'],
      is_running_ads: true,
      ads_extracted: 1,
    })
  })

  it('that are none mean no, and a payload that does not say means unknown', () => {
    expect(answerOf(linkedinAds, { domain: 'a.example', linkedin_ads_payload: { ads: [] } })).toMatchObject({
      is_running_ads: false,
      total_ads: 0,
    })
    expect(answerOf(linkedinAds, { domain: 'a.example', linkedin_ads_payload: {} })).toMatchObject({
      is_running_ads: null,
      ads_extracted: 0,
    })
    const odd = extractOf(linkedinAds, { domain: 'a.example', linkedin_ads_payload: { ads: 'none', total_ads: '~3' } })
    expect(odd.warned.map(([, field]) => field)).toEqual(['ads', 'total_ads'])
  })
})

describe('technologies of a site', () => {
  it('from BuiltWith enter catalogue and map under one id, each name once', () => {
    const match = { Name: 'Nimbus, CDN', Link: 'https://n.example', Tag: 'cdn', FirstDetected: 1700000000000 }
    const request = {
      domain: 'brightkiln.example',
      builtwith_payload: { matchesFound: [match, match, { Name: '' }, 7] },
    }
    const extracted = extractOf(builtwithTechstack, request)
    const id = keyId('reference.technologies', ['Nimbus, CDN'])
    expect(extracted.rowsOf('reference.technologies')).toEqual([
      { id, name: 'Nimbus, CDN', url: 'https://n.example', description: null, parent: null, categories: 'cdn' },
    ])
    expect(extracted.rowsOf('core.company_technologies')).toEqual([
      { domain: 'brightkiln.example', technology_id: id, first_detected: '1700000000000', last_detected: null },
    ])
    expect(extracted.warned).toEqual([['invalid_object', 'matchesFound[3]']])
    expect(answerOf(builtwithTechstack, request)).toMatchObject({ technologies_count: 1, raw_payload_id: rawId })
    expect(extractOf(builtwithTechstack, { ...request, builtwith_payload: [match] }).rows).toHaveLength(3)
  })

  it('from PredictLeads carry score and dates, unreadable ones as warnings', () => {
    const technologies = [
      {
        title: 'Hubrise',
        score: 0.87,
        first_seen_at: '2025-01-05T10:00:00Z',
        last_seen_at: '2025-02-30',
        behind_firewall: false,
      },
    ]
    const request = { domain: 'brightkiln.example', predictleads_payload: { technologies } }
    const extracted = extractOf(predictleadsTechstack, request)
    expect(extracted.rowsOf('core.company_predictleads_technologies')).toMatchObject([
      { score: '0.87', first_seen_at: '2025-01-05T10:00:00.000000Z', last_seen_at: null, behind_firewall: false },
    ])
    expect(extracted.warned).toEqual([['invalid_timestamp', 'technologies[0].last_seen_at']])
  })

  it.each([[null], ['x'], [5], [{}], [[]]])('survive the payload %j', (payload) => {
    expect(extractOf(predictleadsTechstack, { domain: 'a.example', predictleads_payload: payload }).rows).toEqual([])
  })
})

describe('small facts of a company', () => {
  it('a cleaned name keeps its comma', () => {
    const request = {
      domain: 'acme.example',
      original_company_name: 'ACME, Inc. (formerly X)',
      cleaned_company_name: 'Acme, Inc.',
    }
    const extracted = extractOf(cleanedCompanyName, request)
    expect(extracted.rows[0]?.row).toMatchObject({ cleaned_company_name: 'Acme, Inc.', source: 'clay' })
    expect(extracted.observations[0]?.fields).toMatchObject({
      cleaned_name: 'Acme, Inc.',
      name: 'ACME, Inc. (formerly X)',
    })
    expect(answerOf(cleanedCompanyName, request)).toEqual({
      extracted_id: 'id of extracted.cleaned_company_names',
      domain: 'acme.example',
      cleaned_company_name: 'Acme, Inc.',
    })
  })

  it('a classification reads YES and NO, and warns of maybe', () => {
    const buyerClassification = {
      businessBuyers: { isB2b: 'YES', reason: 'plants' },
      consumerBuyers: { isB2c: 'maybe' },
    }
    const request = { domain: 'acme.example', classification_payload: { buyerClassification, tokensUsed: 12 } }
    expect(answerOf(companyClassification, request)).toMatchObject({ is_b2b: true, is_b2c: null })
    expect(extractOf(companyClassification, request).rowsOf('core.company_business_model')).toEqual([
      { domain: 'acme.example', is_b2b: true, is_b2c: null },
    ])
    expect(extractOf(companyClassification, request).warned).toHaveLength(1)
    expect(extractOf(companyClassification, { domain: 'acme.example', classification_payload: {} }).warned).toEqual([])
  })
})

describe('a job posting', () => {
  const data = {
    company_name: 'Tollan Foods',
    company_url: 'https://www.linkedin.com/company/tollan',
    title: 'VP, Plant IT',
    normalized_title: 'IT Lead',
    job_id: 800000001,
    posted_at: '2026-01-28T10:00:00Z',
    salary_min: 90000,
    salary_currency: 'EUR',
    salary_unit: 'year',
  }

  it('is one row, one fact and one title of the catalogue', () => {
    const request = { domain: 'tollan.example', job_posting_payload: { jobPostData: data } }
    const extracted = extractOf(jobPosting, request)
    expect(extracted.rowsOf('core.company_job_postings')).toMatchObject([
      {
        title: 'VP, Plant IT',
        cleaned_job_title: 'IT Lead',
        salary_min: '90000',
        company_linkedin_url: 'https://www.linkedin.com/company/tollan',
        job_title_id: keyId('reference.job_titles', ['IT Lead']),
      },
    ])
    expect(extracted.rowsOf('extracted.company_job_postings')[0]?.natural_key).toBe('tollan.example|800000001')
    expect(extracted.rowsOf('reference.job_titles')).toEqual([
      { id: keyId('reference.job_titles', ['IT Lead']), normalized_title: 'IT Lead' },
    ])
    expect(answerOf(jobPosting, request)).toEqual({
      domain: 'tollan.example',
      job_id: 800000001,
      raw_payload_id: rawId,
      title: 'VP, Plant IT',
      normalized_title: 'IT Lead',
    })
  })

  it('without an id is told apart by title and day, and its title stands in for the normalised one', () => {
    const flat = { title: 'Fitter', posted_at: '2026-01-28', job_id: null }
    const request = { domain: 'tollan.example', job_posting_payload: flat }
    expect(jobPosting.entityKey(request)).toBe('tollan.example|fitter|2026-01-28')
    expect(answerOf(jobPosting, request)).toMatchObject({ job_id: null, normalized_title: 'Fitter' })
    expect(extractOf(jobPosting, request).rowsOf('core.company_job_postings')).toEqual([])
  })

  it('keeps ids that a double cannot hold', () => {
    const request = { domain: 'tollan.example', job_posting_payload: { job_id: '9007199254740993' } }
    expect(answerOf(jobPosting, request)).toMatchObject({ job_id: '9007199254740993' })
  })
})
