import { describe, expect, test } from 'vitest'
import { answerOf, extractOf } from '../../../test/support/extract.ts'
import { salesnavPerson } from './salesnav-person.ts'

const request = {
  first_name: 'Teun',
  last_name: 'Abara',
  job_title: 'Head of Plant IT',
  person_linkedin_sales_nav_url: 'https://www.linkedin.com/sales/lead/ACwAAAX1,NAME_SEARCH,abc',
  linkedin_user_profile_urn: 'urn:li:member:1',
  location: 'Ghent, Flanders, Belgium',
  company_name: 'Tollan Foods',
  domain: 'tollan.example',
  matching_filters: 'true',
  upload_id: '7f6c2a5e-0000-4000-8000-000000000001',
  clay_batch_number: '3',
  email: 'null',
}

describe('Sales Navigator person', () => {
  test('"null" and "" are null everywhere', () => {
    const { rowsOf } = extractOf(salesnavPerson, {
      ...request,
      phone_number: '',
      notes: 'NULL',
      matching_filters: 'null',
    })
    expect(rowsOf('extracted.salesnav_scrapes_person')[0]).toMatchObject({
      email: null,
      phone_number: null,
      notes: null,
      matching_filters: null,
      location_raw: 'Ghent, Flanders, Belgium',
      city: null,
      clay_batch_number: '3',
      natural_key: 'member:1',
    })
  })

  test('the member id is the subject and the lead id is claimed', () => {
    const { observations } = extractOf(salesnavPerson, request)
    expect(observations[0]).toMatchObject({ kind: 'person', subject: 'member:1', claims: ['salesnav:ACwAAAX1'] })
    expect(observations[1]).toMatchObject({ kind: 'company', subject: 'domain:tollan.example', source: 'mention' })
  })

  test('a real profile URL is the strongest key', () => {
    const { observations } = extractOf(salesnavPerson, {
      ...request,
      person_linkedin_sales_nav_url: 'https://www.linkedin.com/in/teun-abara',
      email: 'teun@tollan.example',
    })
    expect(observations[0]).toMatchObject({
      subject: 'slug:teun-abara',
      claims: ['member:1', 'email:teun@tollan.example'],
    })
  })

  test('a shared mailbox identifies nobody', () => {
    const mailbox = { first_name: 'Info', company_name: 'Tollan Foods', email: 'info@tollan.example' }
    const { observations, warned, rowsOf } = extractOf(salesnavPerson, mailbox)
    expect(observations).toEqual([])
    expect(warned).toEqual([['no_person_key', 'linkedin_user_profile_urn']])
    expect(rowsOf('extracted.salesnav_scrapes_person')[0]).toMatchObject({ natural_key: 'info|tollan foods' })
    const own = extractOf(salesnavPerson, { ...mailbox, email: 'teun@tollan.example' })
    expect(own.observations[0]).toMatchObject({ subject: 'email:teun@tollan.example', claims: [] })
  })

  test('a row that says nothing at all is a row of its own', () => {
    expect(salesnavPerson.entityKey({})).toBe(null)
    expect(extractOf(salesnavPerson, {}).rowsOf('extracted.salesnav_scrapes_person')).toHaveLength(1)
  })

  test('unreadable ids and times are warnings', () => {
    const odd = { ...request, upload_id: 'upload 7', source_created_at: 'yesterday', job_started_on: '3 years in role' }
    const { rowsOf, warned } = extractOf(salesnavPerson, odd)
    expect(rowsOf('extracted.salesnav_scrapes_person')[0]).toMatchObject({
      upload_id: null,
      source_created_at: null,
      job_started_on: '3 years in role',
    })
    expect(warned.map(([, field]) => field).sort()).toEqual(['job_started_on', 'source_created_at', 'upload_id'])
  })

  test('location_matched says whether a lookup gave city or country', () => {
    const ghent = { city: 'Ghent', state: 'Flanders', country: 'Belgium' }
    expect(answerOf(salesnavPerson, request, { location: () => ghent }).location_matched).toBe(true)
    expect(answerOf(salesnavPerson, request).location_matched).toBe(false)
    const stateOnly = { city: null, state: 'Flanders', country: null }
    expect(answerOf(salesnavPerson, request, { location: () => stateOnly }).location_matched).toBe(false)
  })
})
