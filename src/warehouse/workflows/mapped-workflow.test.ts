import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerOf, extractOf, rawId } from '../../../test/support/extract.ts'
import { fields } from '../identity/fields.ts'
import { checkMapping } from './check-mapping.ts'
import type { EntityType } from './define.ts'
import { factNames } from './fact-readers.ts'
import { mappedWorkflow } from './mapped-workflow.ts'
import type { Mapping } from './mapping-schema.ts'
import { parsePath, readPath } from './read-path.ts'

const scoreOf = (mapping: Mapping | null, entityType: EntityType = 'company') =>
  mappedWorkflow({
    slug: 'acme-score',
    provider: 'acme',
    platform: 'n8n',
    payloadType: 'score',
    entityType,
    description: 'Scores of Acme',
    mapping,
  })

const mapping: Mapping = {
  subject: { kind: 'domain', path: 'company.website' },
  claims: [{ kind: 'linkedin_company', path: '/company/links/0' }],
  refreshed_at: 'at',
  fields: {
    score: { path: 'score', type: 'number' },
    rank: { path: 'rank', type: 'integer' },
    hot: { path: 'hot', type: 'boolean' },
    since: { path: 'since', type: 'date' },
    checked: { path: 'at', type: 'timestamp' },
    reasons: { path: 'reasons', type: 'json' },
    note: { path: 'a/b', type: 'text' },
  },
  facts: {
    name: 'company.name',
    employee_count: '/company/staff',
    location: { city: 'company.city', country: 'company.country' },
  },
}

const body = {
  company: {
    website: 'https://www.acme.com/about',
    name: 'Acme, Inc.',
    staff: '1,240',
    city: 'Ghent',
    links: ['https://linkedin.com/company/Acme/'],
  },
  score: '0.75',
  rank: 3,
  hot: 'yes',
  since: '2019-04',
  at: '2026-01-20T00:00:00Z',
  reasons: ['size'],
  'a/b': 'x',
}

describe('a workflow registered at run time', () => {
  test('reads typed fields, keys, its own time and facts', () => {
    const extraction = extractOf(scoreOf(mapping), body)
    expect(extraction.refreshedAt).toBe('2026-01-20T00:00:00.000000Z')
    expect(extraction.rows).toEqual([
      {
        table: 'extracted.records',
        row: {
          workflow_slug: 'acme-score',
          entity_key: 'domain:acme.com',
          fields: {
            score: 0.75,
            rank: 3,
            hot: true,
            since: '2019-04-01',
            since_precision: 'month',
            checked: '2026-01-20T00:00:00.000000Z',
            reasons: ['size'],
            note: 'x',
          },
        },
      },
    ])
    expect(extraction.observations).toEqual([
      {
        kind: 'company',
        subject: 'domain:acme.com',
        claims: ['linkedin:acme'],
        fields: {
          name: 'Acme, Inc.',
          employee_count: 1240,
          location: { raw: null, city: 'Ghent', state: null, country: null },
        },
      },
    ])
    expect(extraction.warned).toEqual([])
  })

  test('values that cannot be read are null with a warning', () => {
    const odd = { ...body, score: 'high', rank: -1, hot: 'maybe', since: '2026-02-30', at: 'today', 'a/b': {} }
    const { rowsOf, warned, refreshedAt } = extractOf(scoreOf(mapping), odd)
    expect(rowsOf('extracted.records')[0]?.fields).toEqual({
      score: null,
      rank: null,
      hot: null,
      since: null,
      checked: null,
      reasons: ['size'],
      note: null,
    })
    expect(refreshedAt).toBe(null)
    expect(new Set(warned.map(([, field]) => field))).toEqual(
      new Set(['score', 'rank', 'hot', 'since', 'checked', 'at', 'note']),
    )
  })

  test('a payload without a readable subject is kept and says nothing about anybody', () => {
    const workflow = scoreOf(mapping)
    for (const website of [undefined, 'gmail.com', 'https://producthunt.com/posts/x', 7]) {
      const sent = { ...body, company: { ...body.company, website } }
      expect(workflow.entityKey(sent)).toBe(null)
      const { rowsOf, observations, warned } = extractOf(workflow, sent)
      expect(rowsOf('extracted.records')[0]).toMatchObject({ entity_key: rawId })
      expect(observations).toEqual([])
      expect(warned).toEqual([['subject_unreadable', 'company.website']])
    }
    expect(workflow.entityKey(body)).toBe('domain:acme.com')
  })

  test('answers with the record and the company', () => {
    expect(answerOf(scoreOf(mapping), body)).toEqual({
      extracted_id: 'id of extracted.records',
      entity_id: 'id of domain:acme.com',
    })
  })

  test('records of a source are told apart by source, and by workflow without one', () => {
    const record = (source?: string): Mapping => ({
      subject: { kind: 'record', path: 'id', ...(source === undefined ? {} : { source }) },
      claims: [{ kind: 'domain', path: 'sites' }],
    })
    const sent = { id: 5, sites: ['acme.com', 'acme.io', 'gmail.com', null] }
    expect(scoreOf(record()).entityKey(sent)).toBe('acme-score:5')
    expect(scoreOf(record('yc')).entityKey(sent)).toBe('yc:5')
    const { observations, warned } = extractOf(scoreOf(record('yc')), sent)
    expect(observations[0]).toMatchObject({ subject: 'yc:5', claims: ['domain:acme.com', 'domain:acme.io'] })
    expect(warned).toEqual([['key_unusable', 'sites']])
  })

  test('people: job and title are read part by part, and the employer is mentioned', () => {
    const person: Mapping = {
      subject: { kind: 'linkedin_person', path: 'url' },
      facts: {
        full_name: 'name',
        work_email: 'email',
        job: { title: 'title', company: 'employer.name', domain: 'employer.site', start: 'since' },
        location: 'place',
      },
    }
    const { observations } = extractOf(scoreOf(person, 'person'), {
      url: 'linkedin.com/in/Ada',
      name: 'Ada',
      email: 'info@acme.com',
      title: 'VP, Sales',
      employer: { name: 'Acme', site: 'acme.com' },
      since: '2024',
      place: 'Ghent',
    })
    expect(observations).toMatchObject([
      {
        subject: 'slug:ada',
        fields: {
          full_name: 'Ada',
          work_email: null,
          job: { title: 'VP, Sales', company: 'Acme', domain: 'acme.com', start: '2024-01-01', precision: 'year' },
          location: { raw: 'Ghent' },
        },
      },
      { subject: 'domain:acme.com', source: 'mention', observedAt: '2024-01-01T00:00:00.000Z' },
    ])
  })

  test('records of clients stay records', () => {
    const client: Mapping = {
      subject: { kind: 'domain', path: 'domain' },
      fields: { mrr: { path: 'mrr', type: 'number' } },
    }
    const { rowsOf, observations } = extractOf(scoreOf(client, 'client'), { domain: 'acme.com', mrr: 5 })
    expect(rowsOf('extracted.records')[0]).toMatchObject({ entity_key: 'domain:acme.com', fields: { mrr: 5 } })
    expect(observations).toEqual([])
  })

  test('without a mapping payloads are kept and nothing else', () => {
    const extraction = extractOf(scoreOf(null), body)
    expect(extraction).toMatchObject({ rows: [], observations: [], status: 'raw_only' })
    expect(scoreOf(null).entityKey(body)).toBe(null)
  })

  test('no body makes it throw', () => {
    const workflow = scoreOf(mapping)
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('company', 'score', 'at', 'since', 'x'), fc.jsonValue()), (odd) => {
        workflow.entityKey(odd)
        return extractOf(workflow, odd).rows.length === 1
      }),
      { numRuns: 200 },
    )
  })
})

describe('checkMapping', () => {
  const errorsOf = (over: object, entityType: EntityType = 'company') =>
    checkMapping({ ...mapping, ...over }, entityType).map(({ pointer, code }) => `${pointer} ${code}`)

  test('finds nothing in a mapping that works', () => {
    expect(errorsOf({})).toEqual([])
  })

  test('names every unknown core field, part and plain path that needs parts', () => {
    expect(errorsOf({ facts: { nmae: 'a', full_name: 'b', name: 'c' } })).toEqual([
      '/mapping/facts/nmae fact',
      '/mapping/facts/full_name fact',
    ])
    expect(errorsOf({ facts: { name: { raw: 'a' }, location: { town: 'b' } } })).toEqual([
      '/mapping/facts/name fact',
      '/mapping/facts/location/town fact',
    ])
    const person = { subject: { kind: 'email', path: 'e' }, claims: [] }
    expect(errorsOf({ ...person, facts: { job: 'title' } }, 'person')).toEqual(['/mapping/facts/job fact'])
  })

  test('names every path that cannot be', () => {
    const bad = {
      subject: { kind: 'domain', path: 'a..b' },
      claims: [{ kind: 'org', path: '/a~2' }],
      refreshed_at: '.a',
      fields: { score: { path: 'a.', type: 'number' } },
      facts: { name: 'a. ' },
    }
    expect(errorsOf(bad)).toEqual([
      '/mapping/subject/path path',
      '/mapping/claims/0/path path',
      '/mapping/refreshed_at path',
      '/mapping/fields/score/path path',
      '/mapping/facts/name path',
    ])
  })

  test('keys must fit the entity, and claims be weaker than the subject', () => {
    expect(errorsOf({ subject: { kind: 'email', path: 'e' }, claims: [] })).toEqual(['/mapping/subject/kind key_kind'])
    const org = { subject: { kind: 'org', path: 'o' } }
    expect(errorsOf(org)).toEqual(['/mapping/claims/0/kind claim'])
    expect(errorsOf({ ...org, claims: [{ kind: 'clay', path: 'c' }] })).toEqual(['/mapping/claims/0/kind claim'])
    expect(errorsOf({ subject: { kind: 'record', path: 'i', source: 'domain' } })).toEqual([
      '/mapping/subject/source source',
    ])
    expect(errorsOf({ subject: { kind: 'domain', path: 'i', source: 'yc' } })).toEqual([
      '/mapping/subject/source source',
    ])
  })

  test('clients have records but no canonical fields', () => {
    expect(errorsOf({ claims: [], facts: {} }, 'client')).toEqual([])
    expect(errorsOf({ claims: [], facts: { name: 'a' } }, 'client')).toEqual(['/mapping/facts/name fact'])
  })

  test('names of fields and the shape itself are checked', () => {
    expect(errorsOf({ fields: { 'Bad Name': { path: 'a', type: 'text' } } })).toEqual([
      '/mapping/fields/Bad Name field_name',
    ])
    expect(errorsOf({ fields: { a: { path: 'a', type: 'money' } } })[0]).toContain('/mapping/fields/a/type')
    expect(errorsOf({ feilds: {} })[0]).toContain('/mapping')
    expect(checkMapping('text', 'company')).not.toEqual([])
  })

  test('there is a reader for every core field and for no other', () => {
    expect(factNames('company').sort()).toEqual([...fields.company].sort())
    expect(factNames('person').sort()).toEqual([...fields.person].sort())
  })
})

describe('paths', () => {
  test('dotted and pointer reach the same value', () => {
    const found = (path: string) => readPath({ a: [{ 'b/c': { d: 1 } }] }, parsePath(path) ?? [])
    expect([found('a.0.b/c.d'), found('/a/0/b~1c/d')]).toEqual([1, 1])
    expect([found('a.1.x'), found('a.-1'), found('a.length'), found('/a/0/toString')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
