import { describe, expect, it } from 'vitest'
import { answerOf, extractOf, rawId } from '../../../test/support/extract.ts'
import { companyPublic } from './company-public.ts'
import { companyTicker } from './company-ticker.ts'
import { coreCompanyFullUpsert, coreCompanyUpsert, manualCoreData } from './core-upserts.ts'

describe('the operator’s word on a company', () => {
  it('is an observation that says nothing about what it leaves out', () => {
    const request = { domain: 'https://www.Brightkiln.example/x', name: null }
    expect(extractOf(coreCompanyUpsert, request).observations).toEqual([
      {
        kind: 'company',
        subject: 'domain:brightkiln.example',
        claims: [],
        fields: { linkedin_url: null, org_id: null, name: null },
      },
    ])
    expect(answerOf(coreCompanyUpsert, request)).toEqual({
      id: 'id of domain:brightkiln.example',
      domain: 'brightkiln.example',
    })
    expect(answerOf(manualCoreData, request)).toEqual({
      id: 'id of domain:brightkiln.example',
      domain: 'brightkiln.example',
      action: 'upserted',
    })
  })

  it('carries location, industry and size, and answers with the ids of the views that show them', () => {
    const request = {
      company_name: 'Brightkiln',
      domain: 'brightkiln.example',
      linkedin_url: 'linkedin.com/company/brightkiln/about',
      industry: 'Software, Hardware',
      city: 'Duluth',
      country: 'United States',
      source: 'somebody',
    }
    expect(extractOf(coreCompanyFullUpsert, request).observations).toMatchObject([
      {
        claims: ['linkedin:brightkiln'],
        fields: {
          name: 'Brightkiln',
          industry: 'Software, Hardware',
          size_range: null,
          location: { city: 'Duluth', raw: null },
        },
      },
    ])
    expect(answerOf(coreCompanyFullUpsert, request)).toEqual({
      domain: 'brightkiln.example',
      company_id: 'id of domain:brightkiln.example',
      // select md5('company_locations:brightkiln.example')::uuid
      location_id: '87b5dd00-cff9-168c-9d17-4dbbb0499ccc',
      industry_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      employee_range_id: null,
      linkedin_url_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })

  it('warns of a LinkedIn page that is none', () => {
    const extracted = extractOf(coreCompanyUpsert, {
      domain: 'brightkiln.example',
      linkedin_url: 'https://linkedin.com/in/ada',
    })
    expect(extracted.warned).toEqual([['linkedin_url_invalid', 'linkedin_url']])
  })

  it.each(['gmail.com', 'https://www.producthunt.com/posts/x', 'localhost', ''])('refuses the domain %j', (domain) => {
    expect(() => {
      if (coreCompanyUpsert.check({ domain }).length > 0) throw new Error('refused')
      coreCompanyUpsert.entityKey({ domain })
    }).toThrow()
  })
})

describe('a public company', () => {
  it('is marked as such', () => {
    const request = { domain: 'acme.example', company_name: 'Acme, Inc.', linkedin_url: null }
    expect(extractOf(companyPublic, request).rows).toEqual([
      { table: 'core.company_public', row: { domain: 'acme.example', company_name: 'Acme, Inc.', linkedin_url: null } },
    ])
    expect(answerOf(companyPublic, request)).toEqual({ domain: 'acme.example', company_name: 'Acme, Inc.' })
  })
})

describe('a ticker', () => {
  it.each([['acme'], [{ ticker: ' acme ' }], ['NASDAQ: ACME'], ['$acme']])(
    'is read from %j and waits for the SEC',
    (ticker_payload) => {
      const request = { domain: 'acme.example', ticker_payload }
      const extracted = extractOf(companyTicker, request)
      expect(extracted.status).toBe('pending')
      expect(extracted.rows.map(({ table, row }) => [table, row.ticker])).toEqual([
        ['extracted.company_ticker', 'ACME'],
        ['core.company_public', 'ACME'],
      ])
      expect(answerOf(companyTicker, request)).toEqual({
        domain: 'acme.example',
        ticker: 'ACME',
        raw_payload_id: rawId,
      })
    },
  )

  it('is complete with the registrant’s number and name, beside the payload or in it', () => {
    const registered = { cik: 320193, sec_company_name: 'Acme Inc' }
    for (const request of [
      { domain: 'acme.example', ticker_payload: 'BRK.B', sec_cik: '0000320193', sec_company_name: 'Acme Inc' },
      { domain: 'acme.example', ticker_payload: { ticker: 'BRK.B', ...registered } },
      { domain: 'acme.example', ticker_payload: 'BRK.B', ...registered },
    ]) {
      const extracted = extractOf(companyTicker, request)
      expect(extracted.status).toBeUndefined()
      expect(extracted.rowsOf('reference.sec_company_info')).toEqual([
        { ticker: 'BRK.B', cik: '0000320193', sec_company_name: 'Acme Inc' },
      ])
    }
  })

  it.each([
    [null, 0],
    ['', 0],
    [['x'], 0],
    ['not traded at all', 1],
  ])('that is none (%j) leaves nothing behind', (ticker_payload, warnings) => {
    const extracted = extractOf(companyTicker, { domain: 'acme.example', ticker_payload })
    expect([extracted.rows, extracted.status]).toEqual([[], undefined])
    expect(extracted.warned).toHaveLength(Number(warnings))
  })
})
