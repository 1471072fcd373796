import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { fields } from '../../src/warehouse/identity/fields.ts'
import { strange } from '../support/mutate.ts'
import { eightAtOnce, type NastyServer, openNastyServer } from '../support/nasty-server.ts'

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterEach(() => server.wellAfterwards())
afterAll(() => server.close())

const types = ['text', 'integer', 'number', 'boolean', 'date', 'timestamp', 'json'] as const
const parts: Record<string, string[]> = {
  location: ['raw', 'city', 'state', 'country'],
  job: ['title', 'company', 'domain', 'linkedin_url', 'start'],
  cleaned_title: ['cleaned_job_title', 'seniority_level', 'job_function'],
}

/** A workflow that reads every kind of key and field and every fact of a company or a person, each from a member of its own. */
async function register(kind: 'company' | 'person'): Promise<{ slug: string; members: string[] }> {
  const claims =
    kind === 'company'
      ? ['domain', 'linkedin_company', 'org', 'clay']
      : ['linkedin_person', 'member', 'salesnav', 'email']
  const facts = Object.fromEntries(
    fields[kind].map((name) => [
      name,
      parts[name] === undefined
        ? `fact_${name}`
        : Object.fromEntries(parts[name].map((part) => [part, `fact_${name}_${part}`])),
    ]),
  )
  const workflow = {
    slug: `nasty-${kind}`,
    provider: 'test',
    platform: 'test',
    payload_type: 'any',
    entity_type: kind,
    mapping: {
      subject: { kind: 'record', path: 'id' },
      claims: claims.map((claim) => ({ kind: claim, path: `claim_${claim}` })),
      refreshed_at: 'refreshed_at',
      fields: Object.fromEntries(types.map((type) => [`as_${type}`, { path: `field_${type}`, type }])),
      facts,
    },
  }
  const answer = await server.post('/v1/workflows', JSON.stringify(workflow))
  expect(answer.status, answer.text).toBeLessThan(300)
  return {
    slug: workflow.slug,
    members: [
      'id',
      'refreshed_at',
      ...claims.map((claim) => `claim_${claim}`),
      ...types.map((type) => `field_${type}`),
      ...Object.values(facts).flatMap((path) => (typeof path === 'string' ? path : Object.values(path))),
    ],
  }
}

test.each(['company', 'person'] as const)(
  'whatever stands where a workflow registered at run time reads a %s, the payload is stored and nothing fails',
  async (kind) => {
    const { slug, members } = await register(kind)
    const big = JSON.stringify(randomBytes(5_000).toString('hex'))
    const bodies = [...strange, big].flatMap((value, n) =>
      members.map((member, m) => {
        const rest = member === 'id' ? '' : `"id":"r-${n}-${m}",`
        return { name: `${member}: ${value.slice(0, 40)}`, body: `{${rest}"${member}":${value}}` }
      }),
    )
    const failures: string[] = []
    await eightAtOnce(bodies, async ({ name, body }) => {
      const answer = await server.post(`/v1/ingest/${slug}`, body)
      if (answer.status !== 200) failures.push(`${name}: ${answer.text.slice(0, 300)}`)
    })
    expect(failures).toEqual([])
  },
)
