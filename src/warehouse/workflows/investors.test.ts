import { describe, expect, it } from 'vitest'
import { answerOf, extractOf, rawId } from '../../../test/support/extract.ts'
import { cbVcPortfolio, companyVcInvestors } from './crunchbase.ts'
import { companyAddressParsing, salesnavCompany } from './salesnav-company.ts'
import { vcPortfolio } from './vc-portfolio.ts'

describe('a company from Crunchbase', () => {
  const request = {
    company_name: 'Larkmere',
    domain: 'larkmere.example',
    country: 'United States',
    employee_range: '51-100',
    founded_date: 'Mar 2016',
    last_funding_type: 'Series B',
    total_funding_amount: '42000000',
    operating_status: 'Active',
    company_linkedin_url: 'linkedin.com/company/larkmere',
    vc: 'Harrowgate Ventures',
    vc1: 'North Pier Capital, LLC',
    vc2: null,
    vc3: 'harrowgate  ventures',
    vc4: '',
  }

  it('is one row and one line of investors per VC, however often it is named', () => {
    const extracted = extractOf(cbVcPortfolio, request)
    expect(extracted.rowsOf('extracted.cb_vc_portfolio').map((row) => [row.vc_name, row.natural_key])).toEqual([
      ['Harrowgate Ventures', 'larkmere.example|harrowgate ventures'],
      ['North Pier Capital, LLC', 'larkmere.example|north pier capital, llc'],
    ])
    expect(extracted.rowsOf('core.company_vc_investors')[0]).toEqual({
      company_domain: 'larkmere.example',
      company_name: 'Larkmere',
      vc_name: 'Harrowgate Ventures',
      vc_domain: null,
      source: 'cb-vc-portfolio',
      natural_key: 'larkmere.example|harrowgate ventures',
    })
    expect(extracted.observations).toMatchObject([
      {
        subject: 'domain:larkmere.example',
        claims: ['linkedin:larkmere'],
        fields: { founded_year: 2016, size_range: '51-100', funding_total: '42000000', status: 'Active' },
      },
    ])
    expect(answerOf(cbVcPortfolio, request)).toEqual({ vc_count: 2 })
  })

  it('without a domain is keyed by its LinkedIn page, without that by its name', () => {
    expect(cbVcPortfolio.entityKey({ ...request, domain: null })).toBe('linkedin:larkmere')
    const nameless = { company_name: 'Larkmere', vc: 'North Pier Capital' }
    expect(cbVcPortfolio.entityKey(nameless)).toBe('name|larkmere')
    expect(extractOf(cbVcPortfolio, nameless).observations).toEqual([])
    expect(extractOf(cbVcPortfolio, nameless).rows[0]?.row.natural_key).toBe('larkmere|north pier capital')
  })

  it('needs a name', () => {
    expect(cbVcPortfolio.check({ domain: 'larkmere.example' })).not.toEqual([])
    expect(() => cbVcPortfolio.entityKey({ company_name: ' ' })).toThrow(/required/)
  })
})

describe('co-investors of a company', () => {
  it('do not include the VC whose portfolio led there', () => {
    const request = {
      company_name: 'Larkmere',
      company_domain: 'larkmere.example',
      vc_og: 'Harrowgate',
      vc_1: 'A',
      vc_12: 'B',
    }
    const extracted = extractOf(companyVcInvestors, request)
    expect(extracted.rowsOf('extracted.company_vc_investors').map((row) => [row.vc_og, row.vc_name])).toEqual([
      ['Harrowgate', 'A'],
      ['Harrowgate', 'B'],
    ])
    expect(answerOf(companyVcInvestors, request)).toEqual({ vc_count: 2, company_name: 'Larkmere' })
  })
})

describe('a company in a portfolio', () => {
  it('is one row, one investor and one observation', () => {
    const request = {
      company_name: 'Larkmere',
      vc_name: 'Harrowgate Ventures',
      domain: 'https://larkmere.example/about',
      long_description: 'Long',
      short_description: 'Short',
    }
    const extracted = extractOf(vcPortfolio, request)
    expect(extracted.rows.map(({ table }) => table)).toEqual(['extracted.vc_portfolio', 'core.company_vc_investors'])
    expect(extracted.observations[0]?.fields).toMatchObject({ description: 'Long', one_liner: 'Short' })
    expect(answerOf(vcPortfolio, request)).toEqual({ extracted_id: 'id of extracted.vc_portfolio' })
  })
})

describe('a company of Sales Navigator', () => {
  const request = {
    company_name: 'Tollan Foods',
    domain: 'tollan.example',
    linkedin_urn: 'urn:li:fs_salesCompany:4711',
    headcount: '1,240',
    industries: 'Food & Beverages, Retail',
    registered_address_raw: 'Kade 4, 9000 Gent, Belgium',
    description: 'null',
  }

  it('reads counts as people write them, cuts nothing, and takes "null" for nothing', () => {
    const extracted = extractOf(salesnavCompany, request)
    expect(extracted.rows).toMatchObject([
      {
        row: {
          headcount: 1240,
          industries: 'Food & Beverages, Retail',
          description: null,
          natural_key: 'domain:tollan.example',
        },
      },
    ])
    expect(extracted.observations).toMatchObject([
      {
        subject: 'domain:tollan.example',
        claims: ['org:4711'],
        fields: { employee_count: 1240, location: { raw: 'Kade 4, 9000 Gent, Belgium', city: null } },
      },
    ])
    expect(answerOf(salesnavCompany, request)).toEqual({
      extracted_id: 'id of extracted.salesnav_scrapes_companies',
      domain: 'tollan.example',
    })
  })

  it('may lack everything', () => {
    expect(extractOf(salesnavCompany, {}).rows[0]?.row.natural_key).toBe(rawId)
    expect(extractOf(salesnavCompany, { headcount: '10-50', domain: 'x' }).warned.map(([, field]) => field)).toEqual([
      'domain',
      'headcount',
    ])
  })

  it('waits for its address to be taken apart, unless the request brings the parts', () => {
    const asked = { company_name: 'Tollan Foods', domain: 'tollan.example', company_registered_address: 'Georgia' }
    const pending = extractOf(companyAddressParsing, asked)
    expect([pending.status, pending.rows]).toEqual(['pending', []])
    const brought = {
      ...asked,
      parsed_address: { city: 'Gent', state: 'Oost', country: 'Belgium', hasCity: true, hasState: false },
    }
    const done = extractOf(companyAddressParsing, brought)
    expect(done.status).toBeUndefined()
    expect(done.rows).toMatchObject([
      { row: { city: 'Gent', state: null, has_state: false, country: 'Belgium', has_country: true } },
    ])
    expect(answerOf(companyAddressParsing, brought)).toMatchObject({ parsed_address: { city: 'Gent', has_city: true } })
  })
})
