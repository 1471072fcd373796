import { describe, expect, it } from 'vitest'
import { answerOf, extractOf } from '../../../test/support/extract.ts'
import { foundingYear, sizeRange } from './about-company.ts'
import { findCompanies, findCompaniesLocationParsed } from './find-companies.ts'

const payload = {
  name: 'Brightkiln',
  linkedin_url: 'http://linkedin.com/company/BrightKiln/?trk=x',
  linkedin_company_id: 90210001,
  clay_company_id: 5550001,
  size: '51-200 employees',
  type: 'Privately Held',
  country: 'United States',
  location: 'Duluth, MN',
  industry: 'Software Development',
  industries: ['Software Development'],
  annual_revenue: '10M-25M',
  total_funding_amount_range_usd: '$5M - $10M',
  resolved_domain: { is_live: true },
  derived_datapoints: {},
}
const request = {
  company_domain: 'brightkiln.example',
  raw_payload: payload,
  clay_table_url: 'https://clay.example/t/1',
}

describe('a company that Clay found', () => {
  it('becomes one row and an observation that claims its weaker keys', () => {
    const extracted = extractOf(findCompanies, request)
    expect(extracted.rowsOf('extracted.company_discovery')).toMatchObject([
      {
        domain: 'brightkiln.example',
        linkedin_url: 'https://www.linkedin.com/company/brightkiln',
        linkedin_company_id: '90210001',
        size: '51-200 employees',
        industries: ['Software Development'],
        resolved_domain: { is_live: true },
        clay_table_url: 'https://clay.example/t/1',
        has_city: null,
      },
    ])
    expect(extracted.observations).toEqual([
      {
        kind: 'company',
        subject: 'domain:brightkiln.example',
        claims: ['linkedin:brightkiln', 'org:90210001', 'clay:5550001'],
        fields: expect.objectContaining({
          name: 'Brightkiln',
          size_range: '51-200',
          org_id: '90210001',
          location: { raw: 'Duluth, MN', city: null, state: null, country: 'United States' },
        }),
      },
    ])
    expect(extracted.warned).toEqual([])
  })

  it('expects the LinkedIn page it was sent with, unless that is a number', () => {
    expect(extractOf(findCompanies, request).expectLinkedIn).toEqual({
      domain: 'brightkiln.example',
      url: 'https://www.linkedin.com/company/brightkiln',
    })
    const numbered = { ...payload, linkedin_url: 'https://www.linkedin.com/company/90210001' }
    expect(extractOf(findCompanies, { ...request, raw_payload: numbered })).not.toHaveProperty('expectLinkedIn')
    expect(extractOf(findCompanies, { ...request, raw_payload: {} })).not.toHaveProperty('expectLinkedIn')
  })

  it('answers with the original’s fields', () => {
    const location = () => ({ city: 'Duluth', state: 'Minnesota', country: 'United States' })
    expect(answerOf(findCompanies, request, { location, inserted: () => false })).toEqual({
      extracted_id: 'id of extracted.company_discovery',
      status: 'updated',
      mapped_id: 'id of extracted.company_discovery',
      matched_city: 'Duluth',
      matched_state: 'Minnesota',
      matched_industry: null,
    })
  })

  it('warns of values of another type and keeps the rest', () => {
    const odd = {
      name: ['x'],
      linkedin_company_id: 'abc',
      size: null,
      location: '',
      industry: {},
      annual_revenue: 'null',
    }
    const extracted = extractOf(findCompanies, { ...request, raw_payload: odd })
    expect(extracted.warned).toEqual([['invalid_id', 'linkedin_company_id']])
    expect(extracted.observations[0]?.fields).toMatchObject({ name: null, location: null, revenue_range: null })
  })

  it('refuses a mail host as the domain of a company', () => {
    const request = { company_domain: 'gmail.com', raw_payload: { name: 'X' } }
    expect(() => extractOf(findCompanies, request)).toThrow('gmail.com is not the domain of one company')
  })

  it('takes city and state from the variant that brings them, but not what was guessed', () => {
    const parsed = (raw_company_location_payload: unknown) => ({
      company_domain: 'brightkiln.example',
      raw_company_payload: payload,
      raw_company_location_payload,
    })
    const read = extractOf(
      findCompaniesLocationParsed,
      parsed({ city: 'Duluth', state: 'MN', hasCity: true, hasState: false }),
    )
    expect(read.rowsOf('extracted.company_discovery')).toMatchObject([
      { city: 'Duluth', state: null, has_city: true, has_state: false },
    ])
    expect(extractOf(findCompaniesLocationParsed, parsed('Duluth')).rows[0]?.row).toMatchObject({
      city: null,
      has_city: false,
    })
  })
})

describe('a head-count range', () => {
  it.each([
    ['51-200 employees', '51-200'],
    ['10,001+ employees', '10001+'],
    ['1,001–5,000', '1001-5000'],
    ['51-200', '51-200'],
    ['a few', 'a few'],
    [null, null],
  ])('%j is %j', (value, range) => expect(sizeRange(value)).toBe(range))
})

describe('a founding year', () => {
  it.each([
    ['2017', 2017],
    ['Mar 2017', 2017],
    ['2017-03-01', 2017],
    ['1885', 1885],
    ['20170301', null],
    ['soon', null],
    [null, null],
  ])('of %j is %j', (value, year) => expect(foundingYear(value)).toBe(year))
})
