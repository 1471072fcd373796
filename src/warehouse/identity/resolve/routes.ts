import type { TSchema } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { refused } from '../../../errors.ts'
import { type App, problems } from '../../../route.ts'
import { type Clues, companyFinder, type EntityFinder, personFinder } from './entity-finder.ts'
import { identifyEntities } from './identify.ts'
import { batchBytes, readBatch } from './read-batch.ts'
import { resolveEntities } from './resolve.ts'
import {
  CompaniesIdentified,
  CompaniesResolved,
  IdentifyCompanies,
  IdentifyPeople,
  PeopleIdentified,
  PeopleResolved,
  ResolveCompanies,
  type ResolveOptions,
  ResolvePeople,
  type ResolveRequest,
} from './schema.ts'

/** Inside the scope `read`. */
export function resolveRoutes(app: App, { db }: { db: Database }): void {
  app.register(async (inside: App) => {
    // a thousand requests have more members than one payload may
    inside.removeContentTypeParser('application/json')
    inside.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: batchBytes }, (_, body, done) => {
      try {
        done(null, readBatch(body as Buffer))
      } catch (error) {
        done(error as Error)
      }
    })
    kindRoutes(inside, db, companyFinder, {
      plural: 'companies',
      Resolve: ResolveCompanies,
      Resolved: CompaniesResolved,
      Identify: IdentifyCompanies,
      Identified: CompaniesIdentified,
    })
    kindRoutes(inside, db, personFinder, {
      plural: 'people',
      Resolve: ResolvePeople,
      Resolved: PeopleResolved,
      Identify: IdentifyPeople,
      Identified: PeopleIdentified,
    })
  })
}

interface Shapes {
  plural: 'companies' | 'people'
  Resolve: TSchema
  Resolved: TSchema
  Identify: TSchema
  Identified: TSchema
}

function kindRoutes<Params, Found extends Clues, Data extends object>(
  app: App,
  db: Database,
  finder: EntityFinder<Params, Found, Data>,
  { plural, Resolve, Resolved, Identify, Identified }: Shapes,
): void {
  const Name = plural === 'companies' ? 'Companies' : 'People'
  app.post(
    `/v1/${plural}/resolve`,
    {
      schema: {
        operationId: `resolve${Name}`,
        tags: ['identity'],
        summary: `Find the one that identifiers or a name mean`,
        description:
          'Parameters in the body itself, or up to 1,000 `requests`, answered in their order. A miss is an answer with ' +
          '`match_status: false` and a `reason`; two who fit equally well are `ambiguous`, never a guess. What the ' +
          'numbers of `likelihood` mean is in docs/resolve.md.',
        body: Resolve,
        response: { 200: Resolved, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const { requests, min_likelihood, required, metadata, ...params } = body as ResolveOptions & {
        requests?: ResolveRequest<Params>[]
        metadata?: unknown
      }
      const common = { min_likelihood: min_likelihood ?? null, required: required ?? null }
      if (requests !== undefined) {
        refuseMixture(params, metadata)
        const results = await asOperator(db, (tx) => resolveEntities(tx, finder, requests, common))
        return { success: true, results }
      }
      const request = { params: params as Params, ...(metadata === undefined ? {} : { metadata }) }
      const [answer] = await asOperator(db, (tx) => resolveEntities(tx, finder, [request], common))
      if (answer?.error !== undefined) throw refused('nothing_to_go_by', answer.error.message)
      return { success: true, ...answer }
    },
  )

  app.post(
    `/v1/${plural}/identify`,
    {
      schema: {
        operationId: `identify${Name}`,
        tags: ['identity'],
        summary: `Rank those whom identifiers or a name may mean`,
        description: 'At most 20, the likeliest first, each with what speaks for it and what against it.',
        body: Identify,
        response: { 200: Identified, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const { limit, min_likelihood, required, ...params } = body as ResolveOptions & { limit?: number }
      const options = { limit, min_likelihood: min_likelihood ?? null, required: required ?? null }
      const found = await asOperator(db, (tx) => identifyEntities(tx, finder, params as Params, options))
      return { success: true, ...found }
    },
  )
}

/** Parameters beside `requests` would be silently unused. */
function refuseMixture(params: object, metadata: unknown): void {
  const names = [...Object.keys(params), ...(metadata === undefined ? [] : ['metadata'])]
  if (names.length === 0) return
  throw refused(
    'requests_and_params',
    `Put ${names.slice(0, 5).join(', ')} into each of requests, or leave requests out`,
  )
}
