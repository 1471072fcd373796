import { Type } from 'typebox'
import { asOperator, type Database, reader } from '../../db/database.ts'
import { type App, problems } from '../../route.ts'
import { domainKey, keyValue, slugKey } from '../identity/keys.ts'
import { limits } from '../ingest/limits.ts'
import { readEntityKeys } from '../reference/lookups/entity-keys.ts'
import { byDomain, byProfile, offerKeyedLookup, requireKey } from '../reference/lookups/keyed-lookup.ts'
import type { Catalog } from '../workflows/registry.ts'
import { askStatus, askStatuses } from './ask-statuses.ts'
import { findEnrichedPeople } from './enriched-people.ts'
import { OneStatus, StatusAnswer, StatusQuestion, TextOrNull } from './schema.ts'

const tags = ['enrichment']
const slug = Type.String({ minLength: 1, maxLength: 200 })
const profiles = 'https://www.linkedin.com/in/'

/** Inside the scope `read`: which workflows have been run for whom. */
export function statusRoutes(app: App, { db, catalog }: { db: Database; catalog: Catalog }): void {
  app.post(
    '/v1/enrichment-status',
    {
      bodyLimit: limits.recordBytes,
      schema: {
        operationId: 'getEnrichmentStatus',
        tags,
        summary: 'Show which workflows were run for companies or people',
        description:
          'Up to 1,000 entities, answered in their order: each workflow of their kind is done (when, and by which ' +
          'payload), pending, failed, or was never run. One that cannot be read has `success` false in its place.',
        body: StatusQuestion,
        response: { 200: StatusAnswer, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      await catalog.refresh()
      const answer = await asOperator(db, (tx) => askStatuses(tx, catalog, body))
      return { success: true as const, ...answer }
    },
  )

  app.post(
    '/api/companies/enrichment-status',
    {
      schema: {
        operationId: 'getCompanyEnrichmentStatus',
        tags,
        summary: 'Show whether a workflow was run for a company',
        body: Type.Object({ domain: Type.String({ description: byDomain.description }), workflow_slug: slug }),
        response: {
          200: Type.Object({ success: Type.Literal(true), domain: Type.String(), ...OneStatus }),
          ...problems(400, 413, 415, 422),
        },
      },
    },
    async ({ body }) => {
      const domain = requireKey(byDomain, body.domain)
      await catalog.refresh()
      const question = {
        types: ['company', 'target_client'],
        slug: body.workflow_slug,
        key: domainKey(domain),
      } as const
      const status = await asOperator(db, (tx) => askStatus(tx, catalog, question))
      return { success: true as const, domain, ...status }
    },
  )

  app.post(
    '/api/people/workflow-enrichment-status',
    {
      schema: {
        operationId: 'getPersonWorkflowStatus',
        tags,
        summary: 'Show whether a workflow was run for a person',
        body: Type.Object({
          person_linkedin_url: Type.String({ description: byProfile.description }),
          workflow_slug: slug,
        }),
        response: {
          200: Type.Object({ success: Type.Literal(true), person_linkedin_url: Type.String(), ...OneStatus }),
          ...problems(400, 413, 415, 422),
        },
      },
    },
    async ({ body }) => {
      const url = requireKey({ ...byProfile, field: 'person_linkedin_url' }, body.person_linkedin_url)
      await catalog.refresh()
      const key = slugKey(url.slice(profiles.length))
      const question = { types: ['person'], slug: body.workflow_slug, key } as const
      const status = await asOperator(db, (tx) => askStatus(tx, catalog, question))
      return { success: true as const, person_linkedin_url: url, ...status }
    },
  )

  const reads = reader(db)
  offerKeyedLookup(app, {
    key: byProfile,
    path: '/api/people/enrichment-status',
    operationId: 'getPersonEnrichmentStatus',
    summary: 'Show whether the jobs of a person are known',
    description: 'How many, and since when.',
    answer: {
      is_enriched: Type.Boolean(),
      entry_count: Type.Integer({ description: 'Jobs' }),
      last_enriched_at: TextOrNull,
    },
    find: async (urls) => {
      const keys = urls.map((url) => slugKey(url.slice(profiles.length)))
      const people = await readEntityKeys(reads, keys)
      return findEnrichedPeople(
        reads,
        people.map((person) => person.map((key) => profiles + keyValue(key))),
      )
    },
  })
}
