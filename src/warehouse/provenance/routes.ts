import { Type } from 'typebox'
import { asOperator, type Database } from '../../db/database.ts'
import { type App, problems } from '../../route.ts'
import { readStored } from '../ingest/read-stored.ts'
import type { EntityKind } from '../workflows/define.ts'
import type { Catalog } from '../workflows/registry.ts'
import { getPayload } from './get-payload.ts'
import { listHistory } from './list-history.ts'
import { EntityView, HistoryEntry, Kind } from './schema.ts'
import { showEntity } from './show-entity.ts'
import { showPastEntity } from './show-past-entity.ts'
import { traceValues } from './trace-values.ts'

export interface ProvenanceValues {
  db: Database
  catalog: Catalog
}

export const entityPaths: [EntityKind, string][] = [
  ['company', 'companies'],
  ['person', 'people'],
]

export const EntityName = Type.String({
  maxLength: 500,
  description: 'Id, key (domain:acme.com), domain, LinkedIn URL or e-mail address, URL-encoded',
})

/** Inside the scope `read`. */
export function provenanceRoutes(app: App, { db, catalog }: ProvenanceValues): void {
  for (const [kind, path] of entityPaths) {
    app.get(
      `/v1/${path}/:id`,
      {
        schema: {
          operationId: kind === 'company' ? 'getCompany' : 'getPerson',
          tags: ['provenance'],
          summary: `Show a ${kind} and where each value comes from`,
          description:
            'Every field with its current value, its source, when it was observed and the payload it came from; then the ' +
            'values that lost, and why: pinned (somebody pinned another one), stale (older than the freshness rules ' +
            'allow), rank (a source that is believed more says otherwise), older. The id of an entity that was merged ' +
            'gives the one it became part of, with redirected_from. With as_of: the values as of a time, by the time ' +
            'of observation; which keys belong together and whom to believe are today’s.',
          params: Type.Object({ id: EntityName }),
          querystring: Type.Object({
            as_of: Type.Optional(
              Type.String({ maxLength: 80, description: 'ISO time; a day is its beginning in UTC' }),
            ),
          }),
          response: {
            200: Type.Object({ success: Type.Literal(true), ...EntityView.properties }),
            ...problems(400, 404),
          },
        },
      },
      async ({ params, query }) => {
        const view = await asOperator(db, (tx) =>
          query.as_of === undefined
            ? showEntity(tx, kind, params.id)
            : showPastEntity(tx, catalog, kind, params.id, query.as_of),
        )
        return { success: true as const, ...view }
      },
    )

    app.get(
      `/v1/${path}/:id/history`,
      {
        schema: {
          operationId: kind === 'company' ? 'getCompanyHistory' : 'getPersonHistory',
          tags: ['provenance'],
          summary: `Show what the fields of a ${kind} were, and when`,
          description:
            (kind === 'company'
              ? 'Tracked fields: name, domain, status, employee_count. '
              : 'Tracked fields: full_name, job. ') +
            'One entry per value and source with the times it was first and last seen, and one per pin of any field. ' +
            'First seen last comes first.',
          params: Type.Object({ id: EntityName }),
          querystring: Type.Object({
            field: Type.Optional(Type.String({ maxLength: 100 })),
            limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
            cursor: Type.Optional(Type.String({ maxLength: 4000, description: 'From the page before' })),
          }),
          response: {
            200: Type.Object({
              success: Type.Literal(true),
              id: Type.String({ format: 'uuid' }),
              redirected_from: Type.Union([Type.String(), Type.Null()]),
              entries: Type.Array(HistoryEntry),
              cursor: Type.Union([Type.String(), Type.Null()]),
            }),
            ...problems(400, 404),
          },
        },
      },
      async ({ params, query }) => ({
        success: true as const,
        ...(await asOperator(db, (tx) => listHistory(tx, kind, params.id, query))),
      }),
    )
  }
}

/** Inside the scope `admin`: a payload holds whatever its sender knew of a person, not only what core shows. */
export function payloadRoutes(app: App, { db, catalog }: ProvenanceValues): void {
  app.get(
    '/v1/payloads/:id',
    {
      schema: {
        operationId: 'getPayload',
        tags: ['provenance'],
        summary: 'Show a payload as it arrived',
        description:
          'The payload with its envelope, and what it says about whom: each value with JSON pointers to the places of ' +
          'the payload without which it would be another one.',
        params: Type.Object({ id: Type.String({ maxLength: 500 }) }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            id: Type.String({ format: 'uuid' }),
            raw_table: Type.String(),
            workflow_slug: Type.String(),
            received_at: Type.String({ description: 'ISO time, UTC, microseconds' }),
            payload: Type.Unknown(),
            envelope: Type.Unknown({ description: 'The request without its payload' }),
            body_base64: Type.Union([Type.String(), Type.Null()], {
              description: 'The bytes as they arrived, where JSON in the database would lose something of them',
            }),
            error: Type.Unknown({ description: 'Why nothing was extracted, or null' }),
            warnings: Type.Unknown(),
            values: Type.Array(
              Type.Object({
                kind: Kind,
                subject: Type.String(),
                source: Type.String(),
                field: Type.String(),
                value: Type.Unknown(),
                observed_at: Type.String(),
                paths: Type.Array(Type.String(), { description: 'Empty where it cannot be told' }),
              }),
            ),
          }),
          ...problems(404),
        },
      },
    },
    async ({ params }) => {
      const kept = await asOperator(db, (tx) => getPayload(tx, params.id))
      return {
        success: true as const,
        id: kept.id,
        raw_table: kept.raw_table,
        workflow_slug: kept.workflow_slug,
        received_at: kept.received_at,
        payload: readStored(kept.payload),
        envelope: readStored(kept.envelope),
        body_base64: kept.body?.toString('base64') ?? null,
        error: kept.error,
        warnings: kept.warnings,
        values: traceValues(catalog, kept),
      }
    },
  )
}
