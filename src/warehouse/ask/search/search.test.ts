import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../../test/support/app.ts'

let t: TestApp

const today = new Date()
const daysAgo = (days: number) => new Date(today.getTime() - days * 86_400_000).toISOString().slice(0, 10)

async function send(url: string, payload: object) {
  const answer = await t.app.inject({ method: 'POST', url, payload, headers: t.operator })
  return { status: answer.statusCode, body: answer.json() }
}

interface Job {
  title: string
  company: string
  domain: string
  start: string
  end?: string
}

async function person(slug: string, name: string, country: string, jobs: Job[]) {
  const experience = jobs.map(({ title, company, domain, start, end }) => ({
    ...{
      title,
      company,
      company_domain: domain,
      start_date: start,
      end_date: end ?? null,
      is_current: end === undefined,
    },
  }))
  const answer = await send('/run/people/clay-native/person-profile/ingest', {
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: { name, url: `https://www.linkedin.com/in/${slug}`, country, location_name: country, experience },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}

async function company(domain: string, name: string, industry: string, employee_count: number | null, country: string) {
  const answer = await send('/run/companies/clay-native/firmographics/ingest', {
    company_domain: domain,
    raw_payload: { name, domain, industry, employee_count, country, size: employee_count === null ? '51-200' : null },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}

async function names(filter: object, more: object = {}): Promise<string[]> {
  const { status, body } = await send('/v1/leads/search', { filter, ...more })
  expect(status, JSON.stringify(body)).toBe(200)
  return body.data.map((lead: { full_name: string }) => lead.full_name)
}

beforeAll(async () => {
  t = await openTestApp()
  await company('acme.com', 'Acme, Inc.', 'Software Development', 120, 'United States')
  await company('globex.de', 'Globex GmbH', 'Software Development', null, 'Germany')
  await person('ada', 'Ada Lovelace', 'United States', [
    { title: 'VP Marketing', company: 'Acme, Inc.', domain: 'acme.com', start: daysAgo(30) },
    { title: 'Marketing Manager', company: 'Globex GmbH', domain: 'globex.de', start: '2015-01-01', end: daysAgo(60) },
  ])
  await person('bob', 'Bob Niger', 'Nigeria', [
    { title: 'MVP Engineer', company: 'Globex GmbH', domain: 'globex.de', start: '2020-01-01' },
  ])
  await person('cleo', 'Cléo Roux', 'United States', [
    { title: 'Director of Growth', company: 'Globex GmbH', domain: 'globex.de', start: daysAgo(400) },
  ])
})
afterAll(() => t.close())

test('what was just acknowledged is found, by any combination of filters', async () => {
  expect(await names({})).toEqual(['Cléo Roux', 'Bob Niger', 'Ada Lovelace'])
  expect(
    await names({
      title: ['marketing', 'growth'],
      seniority: ['VP', 'Director'],
      industry: 'Software Development',
      employee_count: { min: 51, max: 500 },
      person_country: 'US',
      job_start_date: { within_days: 90 },
    }),
  ).toEqual(['Ada Lovelace'])
  expect(await names({ or: [{ company_domain: 'acme.com' }, { person_country: 'Nigeria' }] })).toHaveLength(2)
  expect(await names({ not: { person_country: 'United States' } })).toEqual(['Bob Niger'])
})

test('words match whole, names without accents, and values never as parts', async () => {
  expect(await names({ title: 'vp' })).toEqual(['Ada Lovelace'])
  expect(await names({ title: 'growth director' })).toEqual([])
  expect(await names({ title: 'Director of Growth' })).toEqual(['Cléo Roux'])
  expect(await names({ full_name: 'cleo' })).toEqual(['Cléo Roux'])
  expect(await names({ full_name: '%' }).catch(() => ['refused'])).toEqual(['refused'])
  expect(await names({ person_country: 'Niger' })).toEqual([])
})

test('a past employer is found by domain and by name; a missing head count falls back to the range', async () => {
  expect(await names({ past_employer: 'globex.de' })).toEqual(['Ada Lovelace'])
  expect(await names({ past_employer: 'Globex' })).toEqual(['Ada Lovelace'])
  expect(await names({ company_domain: 'globex.de', employee_count: { min: 51, max: 200 } })).toHaveLength(2)
  expect(await names({ company_domain: 'globex.de', employee_count: { min: 100, max: 200 } })).toHaveLength(0)
  expect(await names({ has: ['work_email'] })).toEqual([])
  expect(await names({ lacks: 'work_email' })).toHaveLength(3)
  expect(await names({ title: { observed_within_days: 1 } })).toHaveLength(3)
  expect(await names({ title: { observed_after: '2999-01-01' } })).toHaveLength(0)
})

test('a change of the employer is found in its people', async () => {
  expect(await names({ industry: 'Banking' })).toEqual([])
  await company('acme.com', 'Acme, Inc.', 'Banking', 130, 'United States')
  expect(await names({ industry: 'Banking' })).toEqual(['Ada Lovelace'])
  await company('acme.com', 'Acme, Inc.', 'Software Development', 120, 'United States')
})

test('pages join without gap or double, in every order', async () => {
  for (const sort of ['newest', 'job_start_date', 'promotion_date', 'employee_count', 'full_name']) {
    const all = await names({}, { sort })
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await send('/v1/leads/search', { sort, limit: 1, ...(cursor ? { cursor } : {}) })
      paged.push(...body.data.map((lead: { full_name: string }) => lead.full_name))
      cursor = body.meta.cursor ?? undefined
    } while (cursor)
    expect(paged, sort).toEqual(all)
    expect(all, sort).toHaveLength(3)
  }
})

test('a wrong filter is refused with the field and what it may be', async () => {
  const wrong = async (filter: unknown, kind = 'leads') => {
    const { status, body } = await send(`/v1/${kind}/search`, { filter })
    expect(status, JSON.stringify(body)).toBe(400)
    return body as { code: string; error: string; errors: { pointer: string; message: string }[] }
  }
  expect(await wrong({ senority: 'VP' })).toMatchObject({
    code: 'filter_invalid',
    errors: [{ pointer: '/filter/senority' }],
  })
  const seniority = await wrong({ seniority: ['VP', 'Boss'] })
  expect(seniority.errors[0]?.message).toContain('Director')
  expect((await wrong({ industry: 'Sofas and Hats' })).errors[0]?.message).toContain('Software Development')
  expect(await wrong({ employee_count: { min: 9, max: 3 } })).toMatchObject({ code: 'filter_invalid' })
  expect(await wrong({ job_start_date: { after: '2026-02-31' } })).toMatchObject({ code: 'filter_invalid' })
  expect(await wrong([])).toMatchObject({ code: 'filter_invalid' })
  expect(await wrong({ full_name: 'x' }, 'companies')).toMatchObject({ code: 'filter_invalid' })
})

test('companies are found by their own fields, and counted', async () => {
  const { body } = await send('/v1/companies/search', {
    filter: { industry: 'Software Development', country: ['Germany', 'DE'] },
    fields: ['domain', 'name'],
    count: 'exact',
  })
  expect(body).toMatchObject({ data: [{ domain: 'globex.de' }], meta: { total: 1, total_is: 'exact' } })
  expect(Object.keys(body.data[0])).toEqual(['domain', 'name'])
})
