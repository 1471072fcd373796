import { type TProperties, Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { notFound } from '../../../errors.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import { answerBackfill, Progress } from './answer-backfill.ts'
import { listBackfills, readBackfill, startBackfill } from './get-backfill.ts'
import { runBackfill } from './run-backfill.ts'
import type { Backfill, BackfillKind } from './schema.ts'

const tags = ['enrichment']
/** So long the caller is waited for; what is left is done by the job. */
const INLINE_MS = 10_000

const Amount = (description: string) =>
  Type.Optional(Type.Union([Type.Integer({ minimum: 1, maximum: 1_000_000_000 }), Type.Null()], { description }))
const dryRun = (dry: boolean) =>
  Type.Optional(
    Type.Union([Type.Boolean(), Type.Null()], { description: `Counts, and changes nothing. ${dry} unless given` }),
  )

interface Offer {
  path: string
  operationId: string
  summary: string
  description: string
  kind: BackfillKind
  /** Whether it is a dry run unless the request says otherwise. */
  dry: boolean
  request: TProperties
  most: (body: Asked) => number | null
  answer: TProperties
  extra: (backfill: Backfill, body: Asked, entries: number) => object
}

interface Asked {
  dry_run?: boolean | null
  limit?: number | null
  batch_size?: number | null
  max_batches?: number | null
}

/** Inside the scope `ingest`. */
export function backfillRoutes(app: App, { db }: { db: Database }): void {
  for (const offer of offers) {
    const { path, operationId, summary, description, kind, dry, request, most, answer, extra } = offer
    app.post(
      path,
      {
        schema: {
          operationId,
          tags,
          summary,
          description: `${description} Answered after ten seconds at the latest; what is left is done in the background.`,
          body: Type.Object(request),
          response: {
            200: Type.Object({ success: Type.Literal(true), ...Progress, ...answer }),
            ...problems(400, 413, 415, 422),
          },
        },
      },
      async (call) => {
        const body = call.body as Asked
        const wanted = {
          kind,
          dry_run: body.dry_run ?? dry,
          most_updates: most(body),
          started_by: callerOf(call).keyId,
        }
        const id = await asOperator(db, (tx) => startBackfill(tx, wanted))
        const backfill = await runBackfill(db, id, INLINE_MS)
        if (backfill === null) throw notFound('backfill', id)
        const entries = await asOperator(db, countLocations)
        return { success: true as const, ...answerBackfill(backfill), ...extra(backfill, body, entries) }
      },
    )
  }
}

/** Inside the scope `read`. */
export function backfillProgressRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/v1/backfills',
    {
      schema: {
        operationId: 'listBackfills',
        tags,
        summary: 'List backfills and dry runs',
        description: 'The latest first.',
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })) }),
        response: {
          200: Type.Object({ success: Type.Literal(true), backfills: Type.Array(Type.Object(Progress)) }),
          ...problems(400),
        },
      },
    },
    async ({ query }) => {
      const backfills = await asOperator(db, (tx) => listBackfills(tx, query.limit ?? 20))
      return { success: true as const, backfills: backfills.map(answerBackfill) }
    },
  )

  app.get(
    '/v1/backfills/:id',
    {
      schema: {
        operationId: 'getBackfill',
        tags,
        summary: 'Show how far a backfill is',
        params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
        response: { 200: Type.Object({ success: Type.Literal(true), ...Progress }), ...problems(404) },
      },
    },
    async ({ params }) => {
      const backfill = await asOperator(db, (tx) => readBackfill(tx, params.id))
      if (backfill === null) throw notFound('backfill', JSON.stringify(params.id))
      return { success: true as const, ...answerBackfill(backfill) }
    },
  )
}

async function countLocations(tx: Parameters<typeof startBackfill>[0]): Promise<number> {
  const [row] = await tx.query<{ count: number }>('select count(*)::int4 as count from reference.location_lookup')
  return row?.count ?? 0
}

const limited = ({ limit }: Asked) => limit ?? null

const offers: Offer[] = [
  {
    path: '/run/companies/db/populate-name/backfill',
    operationId: 'backfillCompanyNames',
    summary: 'Fill in cleaned names of companies',
    description: 'Companies without a cleaned name, though some source gave one.',
    kind: 'company_name',
    dry: false,
    request: {
      batch_size: Amount('Names that count as one batch; 5,000 unless given'),
      max_batches: Amount('Stop after so many. Absent: all'),
      dry_run: dryRun(false),
    },
    most: ({ batch_size, max_batches }) => (max_batches ? max_batches * (batch_size ?? 5_000) : null),
    answer: { total_updated: Type.Integer(), batches_processed: Type.Integer() },
    extra: ({ records_updated }, { batch_size }) => ({
      total_updated: records_updated,
      batches_processed: Math.ceil(records_updated / (batch_size ?? 5_000)),
    }),
  },
  {
    path: '/run/companies/db/populate-description/backfill',
    operationId: 'backfillCompanyDescriptions',
    summary: 'Fill in descriptions of companies',
    description: 'Companies without a description, though some source gave one: the source of the best rank counts.',
    kind: 'company_description',
    dry: false,
    request: { batch_size: Amount('Most companies to fill in. Absent: all'), dry_run: dryRun(false) },
    most: ({ batch_size }) => batch_size ?? null,
    answer: {},
    extra: () => ({}),
  },
  {
    path: '/run/people/db/populate-location/backfill',
    operationId: 'backfillPersonLocations',
    summary: 'Fill in city, state and country of people',
    description: 'People without a city, though a lookup by now says what their location is.',
    kind: 'person_location',
    dry: true,
    request: { dry_run: dryRun(true), limit: Amount('Most people to fill in. Absent: all') },
    most: limited,
    answer: {
      records_missing_city: Type.Integer(),
      lookup_entries: Type.Integer(),
      matches_in_sample: Type.Integer({ description: 'Of everybody, not of a sample' }),
      sample_size: Type.Integer(),
      sample_matches: Type.Array(Type.Unknown()),
      processed_count: Type.Integer(),
      errors: Type.Array(Type.Unknown()),
      error_count: Type.Integer(),
    },
    extra: ({ records_seen, records_updated, samples }, { limit }, entries) => ({
      records_missing_city: records_seen,
      lookup_entries: entries,
      matches_in_sample: records_updated,
      sample_size: records_seen,
      sample_matches: samples,
      processed_count: records_seen,
      errors: [],
      error_count: 0,
      ...(limit ? { limit } : {}),
    }),
  },
  {
    path: '/run/people/db/populate-matched-location/backfill',
    operationId: 'backfillMatchedLocations',
    summary: 'Fill in matched locations of discovered people',
    description: 'People found by a search whose location the lookup knows by now.',
    kind: 'matched_location',
    dry: true,
    request: {
      dry_run: dryRun(true),
      limit: Amount('Most people to fill in; 50,000 unless given, a dry run counts all'),
    },
    most: ({ dry_run, limit }) => ((dry_run ?? true) ? null : (limit ?? 50_000)),
    answer: {
      total_records_to_update: Type.Integer(),
      lookup_entries: Type.Integer(),
      limit: Type.Integer(),
      calls_needed: Type.Integer(),
      records_processed: Type.Integer(),
      skipped_no_match: Type.Integer(),
      remaining_records: Type.Union([Type.Integer(), Type.Null()], {
        description: '0 when everybody was gone through; null where the limit came first',
      }),
      errors: Type.Array(Type.Unknown()),
      error_count: Type.Integer(),
    },
    extra: ({ records_seen, records_updated, state, dry_run, most_updates }, { limit }, entries) => ({
      total_records_to_update: records_updated,
      lookup_entries: entries,
      limit: limit ?? 50_000,
      calls_needed: Math.ceil(records_updated / (limit ?? 50_000)),
      records_processed: records_seen,
      skipped_no_match: records_seen - records_updated,
      remaining_records: state === 'done' && !dry_run && records_updated < (most_updates ?? Infinity) ? 0 : null,
      errors: [],
      error_count: 0,
    }),
  },
  {
    path: '/v1/reference/title/backfill',
    operationId: 'backfillTitles',
    summary: 'Fill in function and seniority of taught titles',
    description:
      'From people who carry the title: what most of them say. What is taught stays. It is a teaching, so it is applied to ' +
      'everything that is stored, and can be undone.',
    kind: 'title',
    dry: true,
    request: { dry_run: dryRun(true), limit: Amount('Most titles to fill in. Absent: all') },
    most: limited,
    answer: {},
    extra: () => ({}),
  },
]
