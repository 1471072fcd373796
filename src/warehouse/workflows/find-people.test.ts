import { describe, expect, test } from 'vitest'
import { answerOf, extractOf } from '../../../test/support/extract.ts'
import { findPeople, findPeopleLocationParsed } from './find-people.ts'
import { personTitleEnrichment } from './person-title-enrichment.ts'

const payload = {
  first_name: 'Odalys',
  last_name: 'Fenwick',
  name: 'Odalys Fenwick',
  location_name: 'Duluth, Minnesota, United States',
  domain: 'brightkiln.example',
  latest_experience_title: 'VP, Revenue',
  latest_experience_company: 'Brightkiln',
  latest_experience_start_date: '2025-10',
  company_table_id: 't_x1',
  company_record_id: 'r_x9',
}
const request = {
  linkedin_url: 'http://de.linkedin.com/in/Odalys-Fenwick/?trk=x',
  raw_payload: payload,
  cleaned_full_name: 'Odalys Fenwick',
  clay_table_url: 'https://clay.example/t/1',
}

describe('find-people', () => {
  test('gives one row under the canonical URL, with the cleaned names of the request', () => {
    const { rowsOf, warned } = extractOf(findPeople, request)
    expect(rowsOf('extracted.person_discovery')).toEqual([
      {
        linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
        first_name: 'Odalys',
        last_name: 'Fenwick',
        full_name: 'Odalys Fenwick',
        cleaned_first_name: null,
        cleaned_last_name: null,
        cleaned_full_name: 'Odalys Fenwick',
        location_name: 'Duluth, Minnesota, United States',
        company_domain: 'brightkiln.example',
        latest_title: 'VP, Revenue',
        latest_company: 'Brightkiln',
        latest_start_date: '2025-10-01',
        clay_company_table_id: 't_x1',
        clay_company_record_id: 'r_x9',
        clay_table_url: 'https://clay.example/t/1',
        city: null,
        state: null,
        country: null,
        has_city: null,
        has_state: null,
        has_country: null,
      },
    ])
    expect(warned).toEqual([])
  })

  test('says about the person where they are and what they do, and mentions the company from the start of the job', () => {
    const { observations } = extractOf(findPeople, request)
    expect(observations).toEqual([
      {
        kind: 'person',
        subject: 'slug:odalys-fenwick',
        fields: {
          first_name: 'Odalys',
          last_name: 'Fenwick',
          full_name: 'Odalys Fenwick',
          location: { raw: 'Duluth, Minnesota, United States', city: null, state: null, country: null },
          job: {
            title: 'VP, Revenue',
            company: 'Brightkiln',
            domain: 'brightkiln.example',
            linkedin_url: null,
            start: '2025-10-01',
            precision: 'month',
          },
        },
      },
      {
        kind: 'company',
        subject: 'domain:brightkiln.example',
        source: 'mention',
        observedAt: '2025-10-01T00:00:00.000Z',
        fields: { name: 'Brightkiln', linkedin_url: null, org_id: null },
      },
    ])
  })

  test('answers with the row under both names and what the lookups matched', () => {
    const settled = {
      location: () => ({ city: 'Duluth', state: 'Minnesota', country: 'United States' }),
      title: (raw: string | null | undefined) =>
        raw === 'VP, Revenue'
          ? { cleaned_job_title: 'VP Revenue', seniority_level: 'VP', job_function: 'Sales' }
          : null,
    }
    expect(answerOf(findPeople, request, settled)).toEqual({
      extracted_id: 'id of extracted.person_discovery',
      mapped_id: 'id of extracted.person_discovery',
      matched_city: 'Duluth',
      matched_state: 'Minnesota',
      matched_seniority: 'VP',
      matched_job_function: 'Sales',
    })
    expect(answerOf(findPeople, request)).toMatchObject({ matched_city: null, matched_seniority: null })
  })

  test('an empty payload says nothing and erases nothing', () => {
    const { observations } = extractOf(findPeople, { linkedin_url: 'linkedin.com/in/ada', raw_payload: {} })
    expect(observations).toHaveLength(1)
    expect(Object.values(observations[0]?.fields ?? {}).every((value) => value === null)).toBe(true)
  })

  test('values of the wrong type warn and never throw', () => {
    const odd = { name: {}, location_name: ['x'], domain: 7, latest_experience_start_date: '2025-02-30' }
    const { rowsOf, warned } = extractOf(findPeople, { linkedin_url: 'linkedin.com/in/ada', raw_payload: odd })
    expect(rowsOf('extracted.person_discovery')[0]).toMatchObject({ full_name: null, latest_start_date: null })
    expect(warned).toEqual([['invalid_date', 'latest_experience_start_date']])
  })

  test('a URL that is no profile is refused, one that is passes', () => {
    const sent = (linkedin_url: string) => () => findPeople.entityKey({ linkedin_url, raw_payload: {} })
    expect(sent('https://www.linkedin.com/company/acme')).toThrow('linkedin_url must be a LinkedIn profile')
    expect(sent('linkedin.com/in/ada')()).toBe('slug:ada')
  })

  test('parts of the location that Clay guessed are not taken', () => {
    const { rowsOf, observations } = extractOf(findPeopleLocationParsed, {
      linkedin_url: 'linkedin.com/in/ada',
      raw_person_payload: { location_name: 'Georgia' },
      raw_person_parsed_location_payload: {
        city: 'Tbilisi',
        state: 'Georgia',
        country: null,
        hasCity: false,
        hasState: true,
        hasCountry: false,
      },
    })
    const parts = { city: null, state: 'Georgia', country: null }
    expect(rowsOf('extracted.person_discovery')[0]).toMatchObject({ ...parts, has_city: false, has_state: true })
    expect(observations[0]?.fields.location).toEqual({ raw: 'Georgia', ...parts })
  })
})

describe('title enrichment', () => {
  const flat = {
    linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
    full_name: 'Odalys Fenwick',
    location_name: 'Greater Duluth',
    city: 'Duluth',
    has_city: 'true',
    latest_title: 'VP Rev',
    cleaned_job_title: 'VP of Revenue',
    seniority_level: 'VP',
    job_function: 'Sales',
    company_domain: 'https://brightkiln.example/',
    latest_company: 'Brightkiln',
    latest_start_date: '2025-10-01',
    workflow_slug: 'clay-find-people-title-enrichment',
  }

  test('keeps the row and passes title and location parts on', () => {
    const { rowsOf, observations } = extractOf(personTitleEnrichment, flat)
    expect(rowsOf('extracted.person_title_enrichment')[0]).toMatchObject({
      linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
      has_city: true,
      has_state: false,
      company_domain: 'brightkiln.example',
      cleaned_job_title: 'VP of Revenue',
    })
    expect(observations[0]?.fields).toMatchObject({
      location: { raw: 'Greater Duluth', city: 'Duluth', state: null, country: null },
      cleaned_title: { cleaned_job_title: 'VP of Revenue', seniority_level: 'VP', job_function: 'Sales' },
    })
  })

  test('without a cleaned title there is no title to believe', () => {
    const { cleaned_job_title: _t, seniority_level: _s, job_function: _f, ...rest } = flat
    expect(extractOf(personTitleEnrichment, rest).observations[0]?.fields.cleaned_title).toBe(null)
  })
})
