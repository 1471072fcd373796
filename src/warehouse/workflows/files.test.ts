import { describe, expect, it } from 'vitest'
import { answerOf, extractOf } from '../../../test/support/extract.ts'
import { crunchbasePortfolioFile } from './crunchbase-file.ts'
import { salesnavFile } from './salesnav-file.ts'
import { vcFirmId, vcFirmsFile, vcPortfolioFile } from './vc-files.ts'
import { ycCompany } from './yc-company.ts'

const upload_id = '7f6c2a5e-0000-4000-8000-000000000001'

describe('a line of a file', () => {
  it('names a venture firm, whose id follows from its domain', () => {
    const line = { name: 'Harrowgate Ventures, LLC', domain: 'https://harrowgate.example/', upload_id }
    const extracted = extractOf(vcFirmsFile, line)
    expect(extracted.rowsOf('raw.vc_firms')).toEqual([
      { name: 'Harrowgate Ventures, LLC', domain: 'harrowgate.example' },
    ])
    expect(extracted.observations).toMatchObject([
      { subject: 'domain:harrowgate.example', fields: { name: 'Harrowgate Ventures, LLC' } },
    ])
    expect(answerOf(vcFirmsFile, line)).toMatchObject({ vc_firm_id: vcFirmId('harrowgate.example') })
  })

  const line = {
    upload_id,
    vc_name: 'Harrowgate Ventures',
    vc_domain: 'harrowgate.example',
    company_name: 'Larkmere',
    website_domain: 'https://www.larkmere.example',
    description_long: 'Long',
    employee_count: '51-100',
    categories: 'Glass, Ceramics',
    investors: '["A, Inc.", "B"]',
    funding_total: '$42M',
  }

  it('names a portfolio company and points at its firm', () => {
    expect(vcPortfolioFile.rawColumns(line)).toMatchObject({
      vc_firm_id: vcFirmId('harrowgate.example'),
      website_domain: 'larkmere.example',
      categories: '"Glass, Ceramics"',
      investors: '["A, Inc.","B"]',
    })
    const extracted = extractOf(vcPortfolioFile, line)
    expect(extracted.rowsOf('extracted.vc_portfolio')).toMatchObject([
      {
        vc_name: 'Harrowgate Ventures',
        domain: 'larkmere.example',
        long_description: 'Long',
        employee_range: '51-100',
      },
    ])
    expect(extracted.rowsOf('core.company_vc_investors')).toMatchObject([{ vc_domain: 'harrowgate.example' }])
    expect(extracted.observations.map((o) => [o.subject, o.fields.name, o.fields.funding_total])).toEqual([
      ['domain:larkmere.example', 'Larkmere', '$42M'],
      ['domain:harrowgate.example', 'Harrowgate Ventures', undefined],
    ])
  })

  it('is refused when its columns are shifted, and when it names no firm', () => {
    expect(() => vcPortfolioFile.entityKey({ ...line, city: 'https://larkmere.example' })).toThrow(/shifted/)
    expect(() => crunchbasePortfolioFile.entityKey({ name: 'x', city: 'HTTP://x.example' })).toThrow(/shifted/)
    expect(vcPortfolioFile.check({ ...line, vc_domain: null })).not.toEqual([])
    expect(vcPortfolioFile.check({ ...line, upload_id: 'x' })).not.toEqual([])
  })

  it('of a Crunchbase export is a portfolio row', () => {
    const row = {
      vc_name: 'Harrowgate Ventures',
      vc_domain: 'harrowgate.example',
      website: 'larkmere.example/en',
      name: 'Larkmere',
      full_description: 'Full',
      short_description: 'Short',
      number_employees: '101-250',
      founded_date: '2016-05-01',
    }
    const extracted = extractOf(crunchbasePortfolioFile, row)
    expect(extracted.rowsOf('extracted.cb_vc_portfolio')).toMatchObject([
      { domain: 'larkmere.example', vc_name: 'Harrowgate Ventures' },
    ])
    expect(extracted.observations[0]?.fields).toMatchObject({
      description: 'Full',
      one_liner: 'Short',
      founded_year: 2016,
    })
    expect(extractOf(crunchbasePortfolioFile, { name: 'Larkmere' }).rows).toEqual([])
    expect(crunchbasePortfolioFile.entityKey({})).toBeNull()
  })

  it('of a Sales Navigator export is a person and the company of the job', () => {
    const row = {
      upload_id,
      first_name: 'Teun',
      last_name: 'Abara',
      email: 'null',
      job_title: 'Head of Plant IT',
      linkedin_user_profile_urn: 'urn:li:member:1',
      linkedin_url_user_profile: 'https://www.linkedin.com/sales/lead/ACwAAX1,NAME_SEARCH,abc',
      location: 'Ghent, Flanders, Belgium',
      company: 'Tollan Foods',
      company_website: 'http://www.tollan.example/',
      linkedin_company_profile_urn: 'urn:li:fs_salesCompany:4711',
      company_headcount: '1,240',
      matching_filters: 'true',
      clay_batch_number: '3',
    }
    expect(salesnavFile.rawColumns(row)).toMatchObject({
      upload_id,
      matching_filters: true,
      clay_batch_number: 3,
      email: null,
    })
    const extracted = extractOf(salesnavFile, row)
    expect(extracted.rowsOf('extracted.salesnav_scrapes_person')).toMatchObject([
      {
        first_name: 'Teun',
        domain: 'tollan.example',
        location_raw: 'Ghent, Flanders, Belgium',
        natural_key: 'member:1',
      },
    ])
    expect(extracted.observations.map((o) => [o.kind, o.subject, o.source])).toEqual([
      ['person', 'member:1', undefined],
      ['company', 'domain:tollan.example', 'mention'],
      ['company', 'domain:tollan.example', undefined],
    ])
    expect(extracted.observations[2]).toMatchObject({ claims: ['org:4711'], fields: { employee_count: 1240 } })
    expect(salesnavFile.entityKey(row)).toBe('member:1')
  })
})

describe('a company of the YC directory', () => {
  const hit = {
    id: 5,
    name: 'CircuitHub',
    website: 'https://circuithub.example',
    all_locations: 'London, England, United Kingdom',
    long_description: 'Long',
    one_liner: 'Short',
    team_size: 58,
    industry: 'Industrials',
    launched_at: 1322045523,
    tags: ['Hard Tech', 'Hardware'],
    status: 'Active',
  }

  it('is a record that claims its domain', () => {
    const extracted = extractOf(ycCompany, { hit, source_file: 'responses/W12.json' })
    expect(extracted.observations).toMatchObject([
      {
        subject: 'yc:5',
        claims: ['domain:circuithub.example'],
        fields: {
          employee_count: 58,
          tags: ['Hard Tech', 'Hardware'],
          location: { raw: 'London, England, United Kingdom' },
        },
      },
    ])
    expect(extracted.observations[0]?.fields).not.toHaveProperty('founded_year')
    expect(ycCompany.entityKey({ hit })).toBe('yc:5')
  })

  it('claims nothing with a page on somebody else’s host, or without a website', () => {
    for (const website of ['https://www.producthunt.com/posts/x', 'http://', '', 'null', null]) {
      expect(extractOf(ycCompany, { hit: { ...hit, website } }).observations[0]?.claims).toEqual([])
    }
  })

  it('is older in a file of the older generation, and as old as it says', () => {
    const time = (request: object) => extractOf(ycCompany, { hit, ...request }).refreshedAt ?? null
    const older = time({ source_file: 'responses/IK12.json' })
    const newer = time({ source_file: 'responses/Winter 2012.json' })
    expect(String(older) < String(newer)).toBe(true)
    expect(time({ source_file: 'X25.json' })).toBe(older)
    expect(time({ source_file: 'W12.json', observed_at: '2023-05-01T00:00:00Z' })).toBe('2023-05-01T00:00:00.000000Z')
    expect(time({})).toBeNull()
  })

  it('warns of an unreadable time and team size', () => {
    const extracted = extractOf(ycCompany, { hit: { ...hit, team_size: '10-50' }, observed_at: 'yesterday' })
    expect(extracted.warned.map(([, field]) => field)).toEqual(['observed_at', 'hit.team_size'])
    expect(ycCompany.check({ hit: {} })).not.toEqual([])
    expect(() => ycCompany.entityKey({ hit: { id: 'x' } })).toThrow(/hit.id/)
  })
})
