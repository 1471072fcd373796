import { Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { notFound } from '../../../errors.ts'
import { type App, problems } from '../../../route.ts'
import { replay } from '../../ingest/replay.ts'
import { inTurn } from '../../provenance/hold-entity.ts'
import type { Catalog } from '../../workflows/registry.ts'
import { type AnsweredReview, acceptReview, rejectReview } from './answer-review.ts'
import { listChanges } from './list-changes.ts'
import { listReviews } from './list-reviews.ts'
import { deciderOf } from './merge-routes.ts'
import { Change, Review } from './schema.ts'

const Kind = Type.Union([Type.Literal('company'), Type.Literal('person')])
const Cursor = Type.Optional(Type.String({ maxLength: 200, description: 'From the page before' }))
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) })
const Reason = Type.Optional(Type.Union([Type.String({ maxLength: 2000 }), Type.Null()]))
const Subject = Type.String({ maxLength: 500 })
const Answered = Type.Object({
  success: Type.Literal(true),
  id: Type.String({ format: 'uuid' }),
  status: Type.String(),
  merge_ids: Type.Array(Type.String({ format: 'uuid' }), { description: 'Name one to undo it' }),
  replayed: Type.Integer({ description: 'Payloads that were refused for this contradiction and are read now' }),
})

/** Inside the scope `read`. */
export function identityRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/v1/identity/reviews',
    {
      schema: {
        operationId: 'listIdentityReviews',
        tags: ['identity'],
        summary: 'List contradictions between keys',
        description:
          'The oldest first, with both sides as they are known now: their keys, their values, when each claimed the key; ' +
          'and what the rules for automatic merges found (`evidence`).',
        querystring: Type.Object({
          status: Type.Optional(
            Type.Union(
              [Type.Literal('open'), Type.Literal('accepted'), Type.Literal('rejected'), Type.Literal('all')],
              {
                default: 'open',
              },
            ),
          ),
          kind: Type.Optional(Kind),
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
          cursor: Cursor,
        }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            reviews: Type.Array(Review),
            cursor: Type.Union([Type.String(), Type.Null()]),
          }),
          ...problems(400),
        },
      },
    },
    async ({ query: { status = 'open', ...query } }) => ({
      success: true as const,
      ...(await asOperator(db, (tx) => listReviews(tx, { ...query, status: status === 'all' ? undefined : status }))),
    }),
  )

  app.get(
    '/v1/identity/changes',
    {
      schema: {
        operationId: 'listIdentityChanges',
        tags: ['identity'],
        summary: 'Follow what happens to identities',
        description:
          'Events `identity.changed`: merges, their undoing, keys that went to another entity, ids that redirect. In an ' +
          'order in which none is missed: go on with `after` = `cursor` of the last answer, for ever. Each is written in ' +
          'the transaction of its change. Cursors belong to one database cluster: after a restore into another one begin anew.',
        querystring: Type.Object({
          after: Type.Optional(Type.String({ maxLength: 200, description: '`cursor` of the last answer' })),
          id: Type.Optional(Type.String({ format: 'uuid', description: 'Only what happened to this id' })),
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
        }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            changes: Type.Array(Change),
            cursor: Type.Union([Type.String(), Type.Null()]),
            more: Type.Boolean({ description: 'Whether more is there already' }),
          }),
          ...problems(400),
        },
      },
    },
    async ({ query }) => ({ success: true as const, ...(await asOperator(db, (tx) => listChanges(tx, query))) }),
  )
}

/** Inside the scope `admin`. */
export function answerReviewRoutes(app: App, { db, catalog }: { db: Database; catalog: Catalog }): void {
  app.post(
    '/v1/identity/reviews/:id/accept',
    {
      schema: {
        operationId: 'acceptIdentityReview',
        tags: ['identity'],
        summary: 'Do what a review asks for',
        description:
          'A contested key: its subjects are merged, or, with `action: "move"`, the key is given to one of them for good. ' +
          'A LinkedIn page that contradicts the stored one: it becomes the company’s, and the payloads that were refused ' +
          'for it are read. `POST /v1/companies/unmerge` and `POST /v1/people/unmerge` undo either.',
        params: Id,
        body: Type.Object({
          action: Type.Optional(Type.Union([Type.Literal('merge'), Type.Literal('move')])),
          owner: Type.Optional(Subject),
          subjects: Type.Optional(Type.Array(Subject, { minItems: 1, maxItems: 100 })),
          reason: Reason,
        }),
        response: { 200: Answered, ...problems(400, 404, 409, 415, 422) },
      },
    },
    async (request) => {
      const id = uuid(request.params.id)
      const answered = await inTurn(db, (tx) =>
        acceptReview(tx, { id, decidedBy: deciderOf(request), ...request.body }),
      )
      if (answered.replay === null) return answer(answered, 0)
      const { replayed } = await replay(db, catalog, { selection: { failed: true, entity: [answered.replay] } })
      return answer(answered, replayed)
    },
  )

  app.post(
    '/v1/identity/reviews/:id/reject',
    {
      schema: {
        operationId: 'rejectIdentityReview',
        tags: ['identity'],
        summary: 'Leave things as they are',
        description: 'Is not asked again until somebody else claims the key.',
        params: Id,
        body: Type.Object({ reason: Reason }),
        response: { 200: Answered, ...problems(400, 404, 409, 415) },
      },
    },
    async (request) => {
      const id = uuid(request.params.id)
      return answer(
        await inTurn(db, (tx) => rejectReview(tx, { id, decidedBy: deciderOf(request), ...request.body })),
        0,
      )
    },
  )
}

function uuid(text: string): string {
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)) throw notFound('review', JSON.stringify(text))
  return text.toLowerCase()
}

function answer({ id, status, mergeIds }: AnsweredReview, replayed: number) {
  return { success: true as const, id, status, merge_ids: mergeIds, replayed }
}
