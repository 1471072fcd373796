import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type NastyServer, openNastyServer, profile } from '../support/nasty-server.ts'
import { samples } from '../support/samples.ts'

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterEach(() => server.wellAfterwards())
afterAll(() => server.close())

const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i))
const customers = samples['company-customers-claygent'] ?? {}
const caseStudy = samples['gemini-extract-case-study-details'] ?? {}
const yc = samples['yc-company'] as { hit: object }

/** Payloads within every limit whose one list is as long as fits. Each must be answered within two seconds. */
test.each<[string, string, unknown]>([
  [
    '100,000 customers in one text',
    'company-customers-claygent',
    { ...customers, claygent_output: { result: many(100_000, (i) => `A${i}`).join(', ') } },
  ],
  [
    '30,000 customers in one text and 12,000 visited pages',
    'company-customers-claygent',
    {
      ...customers,
      origin_company_domain: 'pages.example',
      claygent_output: {
        result: many(30_000, (i) => `A${i}`).join(', '),
        stepsTaken: many(12_000, (i) => `https://pages.example/stories/b${i}`),
      },
    },
  ],
  [
    '3,300 customers in a list',
    'company-customers-structured',
    {
      ...samples['company-customers-structured'],
      origin_company_domain: 'list.example',
      customers: many(3_300, (i) => ({ companyName: `A${i}`, url: '', hasCaseStudy: false })),
    },
  ],
  [
    '1,600 jobs at as many companies',
    'clay-person-profile',
    profile('many-jobs', {
      experience: many(1_600, (i) => ({
        title: `T${i}`,
        company: `C${i}`,
        company_domain: `c${i}.example`,
        start_date: '2020-01-01',
        end_date: '2021-01-01',
      })),
    }),
  ],
  [
    '1,600 jobs at one company',
    'clay-person-profile',
    profile('one-company', {
      experience: many(1_600, (i) => ({
        title: `T${i}`,
        company: 'C',
        company_domain: 'c.example',
        start_date: '2020-01-01',
        end_date: '2020-02-01',
      })),
    }),
  ],
  [
    '400 jobs with addresses that an expression could stumble over',
    'clay-person-profile',
    profile('stumble', {
      experience: many(400, (i) => ({
        title: `T${i}`,
        company: `Stumble ${i}`,
        company_domain: `${')'.repeat(1_000)}x`,
        url: `https://www.linkedin.com/company/${' .'.repeat(500)}x`,
      })),
    }),
  ],
  ['100,000 tags', 'yc-company', { ...yc, hit: { ...yc.hit, tags: many(100_000, (i) => `t${i}`) } }],
  [
    '3,300 champions',
    'gemini-extract-case-study-details',
    {
      ...caseStudy,
      raw_payload: { champions: many(3_300, (i) => ({ full_name: `P ${i}`, job_title: 'x' })), confidence: 'high' },
    },
  ],
  [
    '3,000 technologies',
    'predictleads-techstack',
    { domain: 'tech.example', predictleads_payload: { technologies: many(3_000, (i) => ({ title: `n${i}` })) } },
  ],
  [
    '9,000 investors of whom twelve have a place',
    'clay-company-vc-investors',
    { ...samples['clay-company-vc-investors'], ...Object.fromEntries(many(9_000, (i) => [`vc_${i}`, `V${i}`])) },
  ],
])('nasty inputs 22, 27, 45: %s', async (_name, slug, body) => {
  const answer = await server.post(`/v1/ingest/${slug}`, JSON.stringify(body))
  expect(answer.status, answer.text.slice(0, 500)).toBe(200)
})
