import { Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import { readFoldSettings } from '../../identity/load-ranks.ts'
import { inTurn } from '../hold-entity.ts'
import type { ProvenanceValues } from '../routes.ts'
import { changeRanks, previewRanks, undoRankChange } from './change-ranks.ts'
import { continueChange } from './continue-change.ts'
import { getRankChange, listRankChanges } from './get-rank-change.ts'
import { RankChange, Ranks, WantedRule } from './schema.ts'

/** What a request waits for a change to finish: some ten thousand entities. The rest is a job's. */
const PATIENCE_MS = 4_000

const Reason = Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()]))
const Id = Type.Object({ id: Type.String({ maxLength: 500 }) })
const Told = Type.Object({ success: Type.Literal(true), change: RankChange })

/** Inside the scope `read`. */
export function rankRoutes(app: App, { db }: Pick<ProvenanceValues, 'db'>): void {
  app.get(
    '/v1/sources/ranks',
    {
      schema: {
        operationId: 'getSourceRanks',
        tags: ['provenance'],
        summary: 'Show which source is believed about what',
        description:
          'The value with the smallest rank is the current one, the newest among equals. The row of field and source ' +
          'holds, else that of the source for all fields (*), else that of all sources. A value older than a freshness ' +
          'rule allows stands behind all that are not; its row is that of field and source, of the field, of the source, ' +
          'of all, in this order.',
        response: { 200: Type.Object({ success: Type.Literal(true), ...Ranks.properties }), ...problems() },
      },
    },
    async () => {
      const { version, clock, ranks, rules } = await asOperator(db, readFoldSettings)
      return { success: true as const, version, clock, ranks: ranks as never, freshness: rules as never }
    },
  )

  app.get(
    '/v1/sources/ranks/changes',
    {
      schema: {
        operationId: 'listRankChanges',
        tags: ['provenance'],
        summary: 'List changes of ranks: who, when, why, and what they changed',
        description: 'Newest first, previews and the steps of the clock of freshness among them.',
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200, description: 'From the page before' })),
        }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            changes: Type.Array(RankChange),
            cursor: Type.Union([Type.String(), Type.Null()]),
          }),
          ...problems(400),
        },
      },
    },
    async ({ query }) => ({ success: true as const, ...(await asOperator(db, (tx) => listRankChanges(tx, query))) }),
  )

  app.get(
    '/v1/sources/ranks/changes/:id',
    {
      schema: {
        operationId: 'getRankChange',
        tags: ['provenance'],
        summary: 'Show a change of ranks, and how far it is',
        params: Id,
        response: { 200: Told, ...problems(404) },
      },
    },
    async ({ params }) => ({
      success: true as const,
      change: await asOperator(db, (tx) => getRankChange(tx, params.id)),
    }),
  )
}

/** Inside the scope `admin`. */
export function changeRankRoutes(app: App, { db, catalog }: ProvenanceValues): void {
  app.put(
    '/v1/sources/ranks',
    {
      schema: {
        operationId: 'changeSourceRanks',
        tags: ['provenance'],
        summary: 'Change which source is believed, or see what a change would do',
        description:
          'Rules that are not named stay. dry_run: true changes nothing and tells which entities and fields would have ' +
          'another current value, with counts and samples. Otherwise payloads are folded by the new rules from the end ' +
          'of this request on, and what is stored is folded again in the background. 200 when that is done, 202 while ' +
          'it goes on: GET /v1/sources/ranks/changes/{id} shows it.',
        body: Type.Object(
          {
            rules: Type.Array(WantedRule, { minItems: 1, maxItems: 500 }),
            reason: Reason,
            dry_run: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        response: { 200: Told, 202: Told, ...problems(400, 409, 415, 422) },
      },
    },
    async (request, reply) => {
      const { rules, reason = null, dry_run } = request.body
      const input = { rules, reason, by: callerOf(request).keyId }
      const id = await inTurn(db, (tx) =>
        dry_run === true ? previewRanks(tx, catalog, input) : changeRanks(tx, catalog, input),
      )
      const { status, change } = await begin(db, id)
      return reply.code(status).send({ success: true as const, change })
    },
  )

  app.post(
    '/v1/sources/ranks/changes/:id/undo',
    {
      schema: {
        operationId: 'undoRankChange',
        tags: ['provenance'],
        summary: 'Undo a change of ranks',
        description: 'Its rules are again what they were before it, and what it concerned is folded again.',
        params: Id,
        body: Type.Object({ reason: Reason }, { additionalProperties: false }),
        response: { 200: Told, 202: Told, ...problems(400, 404, 409, 415) },
      },
    },
    async (request, reply) => {
      const { reason = null } = request.body
      const by = callerOf(request).keyId
      const undone = await inTurn(db, (tx) => undoRankChange(tx, request.params.id, reason, by))
      const { status, change } = await begin(db, undone)
      return reply.code(status).send({ success: true as const, change })
    },
  )
}

async function begin(db: Database, id: string): Promise<{ status: 200 | 202; change: RankChange }> {
  // The change stands already, so the answer must say so: what stops it here, the job meets again and logs.
  await continueChange(db, id, { budgetMs: PATIENCE_MS }).catch(() => false)
  const change = await asOperator(db, (tx) => getRankChange(tx, id))
  return { status: change.completed_at === null ? 202 : 200, change }
}
