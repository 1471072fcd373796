import { type Static, Type } from 'typebox'
import { asOperator, type Database } from '../../../../db/database.ts'
import { type App, problems } from '../../../../route.ts'
import { batchBytes, readBatch } from '../../../identity/resolve/read-batch.ts'
import { bringUp } from '../../search-index/bring-up.ts'
import { ListedPerson, PeopleChange, Snapshot } from '../schema.ts'
import { getSnapshotOfDay, listSnapshots } from './get-snapshots.ts'
import { PEOPLE_AT_MOST } from './read-list.ts'
import { type StoredSnapshot, storeSnapshot } from './store-snapshot.ts'

const Text = (maxLength: number, description: string) =>
  Type.Optional(Type.Union([Type.String({ maxLength }), Type.Null()], { description }))

const SnapshotBody = Type.Object({
  company_domain: Text(300, 'Or company_linkedin_url'),
  company_linkedin_url: Text(500, 'Or company_domain'),
  company_name: Text(300, 'Shown where the company is not known'),
  people: Type.Optional(
    Type.Array(ListedPerson, {
      minItems: 1,
      maxItems: PEOPLE_AT_MOST,
      description: 'Everybody who works there now. Left out: the people who are stored of the company',
    }),
  ),
  snapshot_date: Text(10, 'The day on which the list was made, such as 2026-11-20; today unless given'),
  client_domain: Text(300, 'Also tell this client, whoever its leads are'),
  source: Text(200, 'Where the list comes from'),
})

/** Changes that an answer shows; the rest is read page by page. */
const SHOWN = 1_000

const Told = {
  success: Type.Literal(true),
  snapshot: Snapshot,
  changes: Type.Array(PeopleChange, { description: `The first ${SHOWN}` }),
  changes_total: Type.Integer(),
}

const storeSchema = {
  operationId: 'storePeopleSnapshot',
  tags: ['signals'],
  summary: "Compare a list of a company's people with the list before",
  description:
    'Who is new, who is gone, who has another title, with what is known of where they came from and went to. One list per company ' +
    'and day: sent again it changes nothing (`deduplicated`). The first list of a company is a baseline. What is found ' +
    'goes into the feeds of clients that it concerns, unless its confidence is below 50.',
  body: SnapshotBody,
  response: {
    200: Type.Object({
      ...Told,
      batch_id: Type.String({ description: 'Company and day' }),
      deduplicated: Type.Boolean(),
      differs: Type.Boolean({ description: 'Sent again with other people, which were not taken' }),
    }),
    ...problems(400, 404, 409, 413, 415, 422),
  },
}

/** Inside the scope `ingest`. */
export function storeSnapshotRoutes(app: App, { db }: { db: Database }): void {
  app.register(async (inside: App) => {
    // ten thousand people have more members than one payload may
    inside.removeContentTypeParser('application/json')
    inside.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: batchBytes }, (_, body, done) => {
      try {
        done(null, readBatch(body as Buffer))
      } catch (error) {
        done(error as Error)
      }
    })
    inside.post('/v1/signals/snapshots', { schema: storeSchema }, async ({ body }) => {
      const request = clean(body as Static<typeof SnapshotBody>)
      if (request.people === undefined) await bringUp(db)
      const stored = await asOperator(db, (tx) => storeSnapshot(tx, request))
      const { deduplicated, differs } = stored
      return { ...shown(stored, 0, undefined), batch_id: stored.snapshot.batch_id, deduplicated, differs }
    })
  })
}

/** What no text of PostgreSQL holds, replaced. Entries of people are cleaned where they are read. */
function clean(body: Static<typeof SnapshotBody>): Static<typeof SnapshotBody> {
  const entries = Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('\0', '\ufffd').toWellFormed() : value,
  ])
  return Object.fromEntries(entries) as Static<typeof SnapshotBody>
}

const Company = Type.Object({ company: Type.String({ maxLength: 500 }) })
const HistoryQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 100, description: 'From the page before' })),
})

const historySchema = {
  operationId: 'listPeopleSnapshots',
  tags: ['signals'],
  summary: "List a company's lists of people, the newest first",
  description: 'With head counts, and how many joined, left and changed their title since the list before.',
  params: Company,
  querystring: HistoryQuery,
  response: {
    200: Type.Object({
      success: Type.Literal(true),
      data: Type.Array(Snapshot),
      meta: Type.Object({
        total: Type.Integer(),
        total_is: Type.Literal('exact'),
        limit: Type.Integer(),
        cursor: Type.Union([Type.String(), Type.Null()]),
      }),
    }),
    ...problems(400, 404),
  },
}

const Day = Type.Object({ ...Company.properties, date: Type.String({ maxLength: 40 }) })
const DayQuery = Type.Object({
  change: Type.Optional(Type.Enum(['hire', 'departure', 'title_change'])),
  offset: Type.Integer({ minimum: 0, maximum: 20_000, default: 0 }),
})

const daySchema = {
  operationId: 'getPeopleSnapshot',
  tags: ['signals'],
  summary: "Show what a company's list of one day changed",
  description: `Up to ${SHOWN} changes from offset on, with the evidence of each.`,
  params: Day,
  querystring: DayQuery,
  response: { 200: Type.Object(Told), ...problems(400, 404) },
}

/** Inside the scope `read`. */
export function snapshotRoutes(app: App, { db }: { db: Database }): void {
  app.get('/v1/signals/snapshots/:company', { schema: historySchema }, async ({ params, query }) => {
    const { company } = params as Static<typeof Company>
    const { limit, cursor } = query as Static<typeof HistoryQuery>
    const { data, total, cursor: next } = await asOperator(db, (tx) => listSnapshots(tx, company, { limit, cursor }))
    return { success: true as const, data, meta: { total, total_is: 'exact' as const, limit, cursor: next } }
  })

  app.get('/v1/signals/snapshots/:company/:date', { schema: daySchema }, async ({ params, query }) => {
    const { company, date } = params as Static<typeof Day>
    const { change, offset } = query as Static<typeof DayQuery>
    return shown(await asOperator(db, (tx) => getSnapshotOfDay(tx, company, date)), offset, change)
  })
}

function shown(
  { snapshot, changes }: Pick<StoredSnapshot, 'snapshot' | 'changes'>,
  from: number,
  only: string | undefined,
) {
  const chosen = only === undefined ? changes : changes.filter(({ change }) => change === only)
  return {
    success: true as const,
    snapshot,
    changes: chosen.slice(from, from + SHOWN),
    changes_total: chosen.length,
  }
}
