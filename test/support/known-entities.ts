import { expect } from 'vitest'
import { openTestApp, type TestApp } from './app.ts'

/** The app with a few companies and people that came in over HTTP, and a caller for JSON routes. */
export interface KnownEntities extends TestApp {
  post(url: string, payload: unknown): Promise<{ status: number; body: Answer }>
  send(workflow: string, payload: object): Promise<Answer>
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, which tests look into
type Answer = any

export async function openKnownEntities(): Promise<KnownEntities> {
  const app = await openTestApp()
  async function post(url: string, payload: unknown) {
    const headers = { ...app.operator, 'content-type': 'application/json' }
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
    const answer = await app.app.inject({ method: 'POST', url, headers, payload: body })
    return { status: answer.statusCode, body: answer.json() as Answer }
  }
  async function send(workflow: string, payload: object) {
    const { status, body } = await post(`/v1/ingest/${workflow}`, payload)
    expect(status, JSON.stringify(body)).toBe(200)
    return body
  }
  const known = { ...app, post, send }
  await storeCompanies(known)
  await storePeople(known)
  return known
}

async function storeCompanies({ send, db }: KnownEntities): Promise<void> {
  const company = (company_domain: string, raw_payload: object) =>
    send('clay-company-firmographics', { company_domain, raw_payload })
  await company('brightkiln.example', {
    name: 'Brightkiln, Inc.',
    url: 'https://www.linkedin.com/company/brightkiln',
    org_id: 90210001,
    country: 'US',
    locality: 'Duluth, Minnesota',
  })
  await company('tollan.example', { name: 'Tollan Foods', country: 'Belgium' })
  await company('apollo-us.example', { name: 'Apollo', country: 'United States' })
  await company('apollo-in.example', { name: 'Apollo Ltd', country: 'India' })
  await company('weave-one.example', { name: 'Weave', country: 'United States' })
  await company('weave-two.example', { name: 'Weave', country: 'United States' })
  // a record without a domain of its own has no core row
  await send('yc-company', {
    hit: { id: 77, name: 'Hollowmere', website: '', all_locations: 'Leeds, England, United Kingdom' },
  })
  await db.pool.query(
    `insert into core.company_public (domain, company_name, ticker) values ('tollan.example', 'Tollan Foods', 'TLLN')`,
  )
}

async function storePeople({ send }: KnownEntities): Promise<void> {
  const person = (slug: string, name: string, location_name: string, domain?: string, employer?: string) =>
    send('clay-find-people', {
      linkedin_url: `https://www.linkedin.com/in/${slug}`,
      raw_payload: {
        name,
        location_name,
        latest_experience_title: 'Engineer',
        ...(domain === undefined ? {} : { domain, latest_experience_company: employer }),
      },
    })
  await person(
    'odalys-fenwick',
    'Odalys Fenwick',
    'Duluth, Minnesota, United States',
    'brightkiln.example',
    'Brightkiln',
  )
  await person('robert-abara', 'Robert J. Abara', 'Ghent, Flanders, Belgium', 'tollan.example', 'Tollan Foods')
  await person('jose-nunez', 'José Núñez, MBA', 'Madrid, Spain', 'tollan.example', 'Tollan Foods')
  await person('john-smith-1', 'John Smith', 'London, England, United Kingdom', 'apollo-us.example', 'Apollo')
  await person('john-smith-2', 'John Smith', 'Leeds, England, United Kingdom', 'tollan.example', 'Tollan Foods')
  await person('ann-lee-1', 'Ann Lee', 'Paris, France', 'tollan.example', 'Tollan Foods')
  await person('ann-lee-2', 'Ann Lee', 'Paris, France', 'tollan.example', 'Tollan Foods')
  await send('clay-person-profile', {
    linkedin_url: 'https://www.linkedin.com/in/odalys-fenwick',
    workflow_slug: 'clay-person-profile',
    raw_payload: {
      slug: 'odalys-fenwick',
      profile_id: 71000321,
      name: 'Odalys Fenwick',
      experience: [
        {
          title: 'Engineer',
          company: 'Larkmere',
          company_domain: 'larkmere.example',
          start_date: '2019-01-01',
          end_date: '2021-05-01',
          is_current: false,
        },
      ],
    },
  })
  for (const [slug, domain, email] of [
    ['odalys-fenwick', 'brightkiln.example', 'odalys@brightkiln.example'],
    ['robert-abara', 'tollan.example', 'bob@tollan.example'],
  ]) {
    await send('leadmagic-email', {
      person_linkedin_url: `https://www.linkedin.com/in/${slug}`,
      domain,
      leadmagic_raw_payload: { email, status: 'valid' },
    })
  }
}
