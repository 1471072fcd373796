import type { FastifySchema } from 'fastify'
import { type Static, Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import { limits } from '../../ingest/limits.ts'
import { getTeaching, listTeachings } from './list-teachings.ts'
import { listUnmapped } from './list-unmapped.ts'
import { refreshIfQuick } from './refresh-counts.ts'
import { type Entry, entrySchemas, KINDS, Kind, MOST_ENTRIES, Teaching, UnmappedValue } from './schema.ts'
import { teachEntries } from './teach-entries.ts'
import { undoTeaching } from './undo-teaching.ts'

interface Values {
  db: Database
}

const Cursor = Type.Optional(Type.String({ maxLength: 3_000, description: 'From the page before' }))
const Next = Type.Union([Type.String(), Type.Null()])
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) })
const Meaning = Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()])
const TaughtEntry = Type.Object({ value: Type.String(), previous: Meaning, next: Meaning })

/** Inside the scope `read`. */
export function teachingRoutes(app: App, { db }: Values): void {
  app.get('/v1/reference/unmapped', { schema: unmappedSchema }, async ({ query }) => {
    const { kind, limit, cursor, count } = query as Static<typeof unmappedQuery>
    await refreshIfQuick(db, kind)
    const page = await asOperator(db, (tx) =>
      listUnmapped(tx, { kind, limit, counted: count !== 'none', ...(cursor === undefined ? {} : { cursor }) }),
    )
    const { count: unmapped, ...rest } = page
    return {
      success: true as const,
      kind,
      ...rest,
      ...(unmapped === undefined ? {} : { count: unmapped, count_kind: 'exact' as const }),
    }
  })

  app.get('/v1/reference/teachings', { schema: teachingsSchema }, async ({ query }) => {
    const page = await asOperator(db, (tx) => listTeachings(tx, query as Static<typeof teachingsQuery>))
    return { success: true as const, ...page }
  })

  app.get('/v1/reference/teachings/:id', { schema: teachingSchema }, async ({ params }) => {
    const teaching = await asOperator(db, (tx) => getTeaching(tx, (params as { id: string }).id))
    return { success: true as const, ...teaching }
  })
}

/** Inside the scope `ingest`: the loop of a table that looks up, enriches what it misses and teaches has one key. */
export function teachRoutes(app: App, { db }: Values): void {
  for (const kind of KINDS) {
    const entry = entrySchemas[kind]
    const body = Type.Union([
      entry,
      Type.Object({ entries: Type.Array(entry, { minItems: 1, maxItems: MOST_ENTRIES }) }),
    ])
    app.post(
      `/v1/reference/${kind}/teach`,
      { bodyLimit: limits.recordBytes, schema: { ...teachSchema(kind), body } },
      async (request) => {
        const sent = request.body as Entry | { entries: Entry[] }
        const entries = 'entries' in sent ? sent.entries : [sent]
        const by = { id: callerOf(request).keyId, source: `POST /v1/reference/${kind}/teach` }
        const taught = await asOperator(db, (tx) => teachEntries(tx, kind, entries, by))
        return { success: true as const, kind, ...taught }
      },
    )
  }
}

/** Inside the scope `admin`. */
export function undoRoutes(app: App, { db }: Values): void {
  app.post('/v1/reference/teachings/:id/undo', { schema: undoSchema }, async (request) => {
    const by = { id: callerOf(request).keyId, source: 'POST /v1/reference/teachings/{id}/undo' }
    const undone = await asOperator(db, (tx) => undoTeaching(tx, (request.params as { id: string }).id, by))
    return { success: true as const, ...undone }
  })
}

const tags = ['teaching']
const Done = Type.Object({
  success: Type.Literal(true),
  kind: Kind,
  teaching_id: Type.Union([Type.String(), Type.Null()], {
    description:
      'Null when everything was known already. `GET /v1/reference/teachings/{id}` tells how far it is applied',
  }),
  taught: Type.Integer({ description: 'Values that mean something else now' }),
  unchanged: Type.Integer({ description: 'Values that meant this already' }),
})

function teachSchema(kind: Kind): FastifySchema {
  const name = kind.replaceAll('_', ' ')
  return {
    operationId: `teach${name.replace(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    tags,
    summary: `Teach what a raw ${name} means`,
    description:
      `One entry, or up to ${MOST_ENTRIES.toLocaleString('en')} in \`entries\`. What arrives from now on is read with it; what is stored is brought ` +
      'in line in the background. Matched on the normalised key, where an entry of exactly the same spelling comes first. ' +
      'All entries or none are taught; the same again changes nothing.',
    response: { 200: Done, ...problems(400, 413, 415, 422) },
  }
}

const undoSchema: FastifySchema = {
  operationId: 'undoTeaching',
  tags,
  summary: 'Undo a teaching',
  description:
    'Each value means again what it meant before, unless it was taught otherwise since; what is stored follows in the ' +
    'background. The undoing is a teaching of its own, and can be undone.',
  params: Id,
  response: {
    200: Type.Object({
      ...Type.Omit(Done, ['kind']).properties,
      kept: Type.Integer({ description: 'Values that were taught otherwise since, and stay as they are' }),
    }),
    ...problems(404, 409),
  },
}

const unmappedQuery = Type.Object({
  kind: Kind,
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Cursor,
  count: Type.Union([Type.Literal('exact'), Type.Literal('estimated'), Type.Literal('none')], { default: 'exact' }),
})
const unmappedSchema: FastifySchema = {
  operationId: 'listUnmapped',
  tags,
  summary: 'Raw values that nothing maps',
  description:
    'Those that the most rows carry first. Rows are counted when asked for while that is quick, and in the background on a ' +
    'large database; `as_of` says when. What was taught since is left out. Texts of more than 500 characters are not counted.',
  querystring: unmappedQuery,
  response: {
    200: Type.Object({
      success: Type.Literal(true),
      kind: Kind,
      as_of: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
        description: 'When rows were counted; null: not yet, ask again in a minute',
      }),
      count: Type.Optional(Type.Integer({ description: 'Unmapped values as of then' })),
      count_kind: Type.Optional(Type.Literal('exact')),
      entries: Type.Array(UnmappedValue),
      cursor: Next,
    }),
    ...problems(400),
  },
}

const teachingsQuery = Type.Object({
  kind: Type.Optional(Kind),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Cursor,
})
const teachingsSchema: FastifySchema = {
  operationId: 'listTeachings',
  tags,
  summary: 'Who taught what',
  description: 'Newest first, with how far each is applied: rows that show what the values mean now, before and after.',
  querystring: teachingsQuery,
  response: {
    200: Type.Object({ success: Type.Literal(true), teachings: Type.Array(Teaching), cursor: Next }),
    ...problems(400),
  },
}

const teachingSchema: FastifySchema = {
  operationId: 'getTeaching',
  tags,
  summary: 'One teaching, with what each value meant before',
  params: Id,
  response: {
    200: Type.Object({ success: Type.Literal(true), ...Teaching.properties, entries: Type.Array(TaughtEntry) }),
    ...problems(404),
  },
}
