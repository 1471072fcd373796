import { describe, expect, it } from 'vitest'
import { answerOf, extractOf } from '../../../test/support/extract.ts'
import {
  claygentCustomers,
  claygentCustomersFlat,
  claygentCustomersNested,
  claygentCustomersText,
} from './claygent-customers.ts'
import { manualCustomers } from './manual-customers.ts'
import { visitedPageOf, visitedPages } from './visited-page.ts'

const generations = [claygentCustomers, claygentCustomersNested, claygentCustomersFlat, claygentCustomersText]

describe('customers that Claygent found', () => {
  const first = {
    origin_company_domain: 'https://www.Brightkiln.example/',
    origin_company_name: 'Brightkiln',
    workflow_slug: 'claygent-get-all-company-customers',
    raw_payload: {
      customers: [
        { companyName: 'Larkmere', url: 'https://brightkiln.example/stories/larkmere', hasCaseStudy: true },
        { companyName: 'Tollan Foods', url: '', hasCaseStudy: false },
      ],
      confidence: 'high',
      reasoning: 'logo wall',
      stepsTaken: ['https://brightkiln.example/customers'],
    },
  }

  it('writes one row per customer, keyed by the canonical domain of the origin', () => {
    const extracted = extractOf(claygentCustomers, first)
    expect(extracted.rowsOf('extracted.company_customer_claygent')).toEqual([
      {
        origin_company_domain: 'brightkiln.example',
        origin_company_name: 'Brightkiln',
        company_customer_name: 'Larkmere',
        case_study_url: 'https://brightkiln.example/stories/larkmere',
        has_case_study: true,
      },
      {
        origin_company_domain: 'brightkiln.example',
        origin_company_name: 'Brightkiln',
        company_customer_name: 'Tollan Foods',
        case_study_url: null,
        has_case_study: false,
      },
    ])
    expect(extracted.customers).toHaveLength(2)
    expect(extracted.customers?.[0]).toMatchObject({
      customerName: 'Larkmere',
      confidence: 'high',
      customerDomain: null,
    })
    expect(extracted.observations).toMatchObject([
      { subject: 'domain:brightkiln.example', fields: { name: 'Brightkiln' } },
    ])
    expect(claygentCustomers.entityKey(first)).toBe('domain:brightkiln.example')
    expect(answerOf(claygentCustomers, first)).toEqual({ customer_count: 2 })
  })

  it('feeds all four generations into the same table', () => {
    const customers = [{ companyName: 'Larkmere', url: '', hasCaseStudy: false }]
    const requests = [
      { ...first, raw_payload: { customers } },
      { origin_company_domain: 'brightkiln.example', claygent_output: { customers }, batch_name: 'b7' },
      {
        origin_company_domain: 'brightkiln.example',
        response: '1 found',
        customers,
        confidence: 'medium',
        stepsTaken: [],
      },
      { origin_company_domain: 'brightkiln.example', customers_claygent: { result: 'Larkmere' } },
    ]
    for (const [i, workflow] of generations.entries()) {
      const [row] = extractOf(workflow, requests[i]).rowsOf('extracted.company_customer_claygent')
      expect(row).toMatchObject({ origin_company_domain: 'brightkiln.example', company_customer_name: 'Larkmere' })
    }
    expect(answerOf(claygentCustomersFlat, requests[2])).toEqual({
      domain: 'brightkiln.example',
      customers_extracted: 1,
      customer_names: ['Larkmere'],
      confidence: 'medium',
    })
  })

  it('never cuts a name that arrives by itself at its comma', () => {
    const request = {
      ...first,
      raw_payload: { customers: [{ companyName: 'Acme, Inc.' }, { companyName: 'Smith, Jones & Co' }] },
    }
    expect(extractOf(claygentCustomers, request).rows.map(({ row }) => row.company_customer_name)).toEqual([
      'Acme, Inc.',
      'Smith, Jones & Co',
    ])
  })

  it('skips blank names and repeated ones, and warns of entries it cannot read', () => {
    const customers = [
      { companyName: ' ' },
      { companyName: 'null' },
      'Larkmere',
      null,
      { companyName: 'Acme' },
      { companyName: 'Acme' },
    ]
    const extracted = extractOf(claygentCustomers, { ...first, raw_payload: { customers } })
    expect(extracted.rows).toHaveLength(1)
    expect(extracted.warned).toEqual([['invalid_object', 'customers[2]']])
    expect(extractOf(claygentCustomers, { ...first, raw_payload: { customers: 'none' } }).warned).toEqual([
      ['invalid_list', 'customers'],
    ])
  })

  it('reads nothing from an answer that is not there', () => {
    const extracted = extractOf(claygentCustomersNested, {
      origin_company_domain: 'brightkiln.example',
      claygent_output: null,
    })
    expect(extracted.rows).toEqual([])
    expect(extracted.warned).toEqual([])
  })

  it('refuses a request without a domain', () => {
    expect(claygentCustomersNested.check({ claygent_output: {} })).not.toEqual([])
    expect(() => claygentCustomersNested.entityKey({ origin_company_domain: 'not a domain' })).toThrow(/web domain/)
  })

  it('believes a text of names no more than low, and gives a case study only to the customer it names', () => {
    const request = {
      origin_company_domain: 'brightkiln.example',
      claygent_output: {
        result: 'Larkmere, Tollan Foods, Acme, Inc.',
        confidence: 'high',
        stepsTaken: [
          'Visited https://brightkiln.example/case-study/larkmere-story',
          'https://brightkiln.example/customers',
        ],
      },
    }
    const { customers } = extractOf(claygentCustomersText, request)
    expect(customers?.map((c) => c.hasCaseStudy)).toEqual([true, null, null])
    expect(customers?.map((c) => [c.customerName, c.caseStudyUrl, c.confidence])).toEqual([
      ['Larkmere', 'https://brightkiln.example/case-study/larkmere-story', 'low'],
      ['Tollan Foods', null, 'low'],
      ['Acme, Inc.', null, 'low'],
    ])
  })
})

describe('the page of a customer among those visited', () => {
  it('is one whose path names it in whole words', () => {
    expect(visitedPageOf('Box', visitedPages(['https://v.example/inbox']))).toBeNull()
    expect(visitedPageOf('Box', visitedPages(['https://v.example/stories/box']))).toBe('https://v.example/stories/box')
    expect(visitedPageOf('Acme, Inc.', visitedPages(['https://v.example/c/acme?x=1']))).toBe(
      'https://v.example/c/acme?x=1',
    )
    expect(visitedPageOf('Brightkiln', visitedPages(['https://brightkiln.example/case-study']))).toBeNull()
    expect(visitedPageOf('Café Nord', visitedPages(['see https://v.example/cafe-nord/, nice']))).toBe(
      'https://v.example/cafe-nord/',
    )
  })
})

describe('a customer entered by hand', () => {
  const request = {
    origin_company_domain: 'brightkiln.example',
    origin_company_name: 'Brightkiln',
    company_customer_name: ' Acme, Inc. ',
    company_customer_domain: 'www.acme.example',
    has_case_study: 'yes',
    source_notes: null,
    workflow_slug: 'manual-company-customers',
  }

  it('becomes its row, both companies, and one line of the customer list', () => {
    const extracted = extractOf(manualCustomers, request)
    expect(extracted.rowsOf('raw.manual_company_customers')).toMatchObject([
      {
        origin_company_domain: 'brightkiln.example',
        company_customer_name: 'Acme, Inc.',
        company_customer_domain: 'acme.example',
        has_case_study: true,
      },
    ])
    expect(extracted.observations.map((o) => [o.subject, o.fields.name])).toEqual([
      ['domain:brightkiln.example', 'Brightkiln'],
      ['domain:acme.example', 'Acme, Inc.'],
    ])
    expect(extracted.customers).toMatchObject([
      { customerName: 'Acme, Inc.', customerDomain: 'acme.example', confidence: 'high' },
    ])
    expect(manualCustomers.entityKey(request)).toBe('brightkiln.example|acme, inc.')
    expect(answerOf(manualCustomers, request)).toEqual({
      id: 'id of raw.manual_company_customers',
      origin_company_domain: 'brightkiln.example',
      company_customer_name: 'Acme, Inc.',
    })
  })

  it('keeps the relation when the customer domain is nobody’s, and says so', () => {
    const extracted = extractOf(manualCustomers, { ...request, company_customer_domain: 'gmail.com' })
    expect(extracted.rowsOf('raw.manual_company_customers')).toMatchObject([{ company_customer_domain: null }])
    expect(extracted.warned).toEqual([['domain_invalid', 'company_customer_domain']])
    expect(extracted.observations).toHaveLength(1)
  })

  it('needs a name', () => {
    expect(() => manualCustomers.entityKey({ ...request, company_customer_name: '  ' })).toThrow(/required/)
  })
})
