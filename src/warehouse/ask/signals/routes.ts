import { type Static, Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { type App, problems } from '../../../route.ts'
import { requireDomain } from '../../workflows/subject.ts'
import { listCatalogue, switchSignal } from './catalogue/list-catalogue.ts'
import { bringFeedUp } from './feed/feed-changes.ts'
import { countFeed, type FeedFilter, listFeed } from './feed/list-feed.ts'
import { markAllRead, markSignal } from './feed/mark-signal.ts'
import { noteClient } from './feed/note-client.ts'
import { CatalogueEntry, ClientDomain, Signal } from './schema.ts'

const Id = Type.Object({ id: Type.String({ maxLength: 100 }) })
const Since = Type.String({
  format: 'date-time',
  maxLength: 40,
  description: 'Came into the feed at that time or later',
})

const FeedQuery = Type.Object({
  client_domain: ClientDomain,
  slug: Type.Optional(
    Type.Union([Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 }), Type.String({ maxLength: 100 })], {
      description: 'Of these kinds only (repeat it); GET /v1/signals/catalogue has them',
    }),
  ),
  level: Type.Optional(Type.Enum(['company', 'person'])),
  category: Type.Optional(Type.String({ maxLength: 100 })),
  since: Type.Optional(Since),
  unread: Type.Optional(Type.Boolean({ description: 'true: only unread ones, false: only read ones' })),
  actioned: Type.Optional(Type.Boolean()),
  senior: Type.Optional(Type.Boolean({ description: 'true: only about people who decide' })),
  count: Type.Enum(['auto', 'exact', 'estimated', 'none'], {
    default: 'auto',
    description: 'auto: exact up to 10,000, estimated above',
  }),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'From the page before' })),
})

const feedSchema = {
  operationId: 'readSignalFeed',
  tags: ['signals'],
  summary: "List a client's new signals, newest first",
  description:
    'What has happened to people and companies that concern the client, each once and with its evidence. Baselines of monitors ' +
    'and first lists are never in it. Whatever was acknowledged before the call is in the answer; `meta.up_to_date` is false ' +
    'while more waits than a call works off. docs/signals.md says what concerns a client.',
  querystring: FeedQuery,
  response: {
    200: Type.Object({
      success: Type.Literal(true),
      data: Type.Array(Signal),
      meta: Type.Object({
        total: Type.Union([Type.Integer(), Type.Null()]),
        total_is: Type.Enum(['exact', 'estimated', 'none']),
        limit: Type.Integer(),
        cursor: Type.Union([Type.String(), Type.Null()]),
        up_to_date: Type.Boolean(),
      }),
    }),
    ...problems(400, 422),
  },
}

const CatalogueQuery = Type.Object({
  level: Type.Optional(Type.Enum(['company', 'person'])),
  active: Type.Optional(Type.Boolean()),
})

const catalogueSchema = {
  operationId: 'listSignalKinds',
  tags: ['signals'],
  summary: 'List the kinds of signals',
  description: 'What each needs and yields, where it comes from, and whether it is fed.',
  querystring: CatalogueQuery,
  response: { 200: Type.Object({ success: Type.Literal(true), data: Type.Array(CatalogueEntry) }), ...problems(400) },
}

/** Inside the scope `read`. */
export function signalRoutes(app: App, { db }: { db: Database }): void {
  app.get('/v1/signals/feed', { schema: feedSchema }, async ({ query }) => {
    const { client_domain, slug, level, category, since, unread, actioned, senior, count, limit, cursor } =
      query as Static<typeof FeedQuery>
    const clientDomain = requireDomain(client_domain, 'client_domain')
    const filter: FeedFilter = {
      clientDomain,
      ...(slug !== undefined && { slugs: typeof slug === 'string' ? [slug] : slug }),
      ...(level !== undefined && { level }),
      ...(category !== undefined && { category: category.replaceAll('\0', '') }),
      ...(since !== undefined && { since: requireTime(since) }),
      ...(unread !== undefined && { unread }),
      ...(actioned !== undefined && { actioned }),
      ...(senior !== undefined && { senior }),
    }
    const upToDate = await bringFeedUp(db)
    // Behind it: whoever changed before somebody asked is no news.
    await asOperator(db, (tx) => noteClient(tx, clientDomain))
    const page = await asOperator(db, async (tx) => {
      const found = await listFeed(tx, filter, { limit, cursor })
      if (count === 'none') return { ...found, total: null, total_is: 'none' as const }
      return { ...found, ...(await countFeed(tx, filter, count === 'auto' ? undefined : count)) }
    })
    const { data, cursor: next, total, total_is } = page
    return { success: true as const, data, meta: { total, total_is, limit, cursor: next, up_to_date: upToDate } }
  })

  app.get('/v1/signals/catalogue', { schema: catalogueSchema }, async ({ query }) => ({
    success: true as const,
    data: await asOperator(db, (tx) => listCatalogue(tx, query as Static<typeof CatalogueQuery>)),
  }))
}

const MarkBody = Type.Object(
  { is_read: Type.Optional(Type.Boolean()), is_actioned: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 1 },
)
const Time = Type.Union([Type.Unsafe<Date>(Type.String({ format: 'date-time' })), Type.Null()])

const markSchema = {
  operationId: 'markSignal',
  tags: ['signals'],
  summary: 'Mark a signal as read or acted upon',
  description: 'Or take that back with false. What is acted upon was read.',
  params: Id,
  body: MarkBody,
  response: {
    200: Type.Object({
      success: Type.Literal(true),
      id: Type.String({ format: 'uuid' }),
      client_domain: Type.String(),
      is_read: Type.Boolean(),
      is_actioned: Type.Boolean(),
      read_at: Time,
      actioned_at: Time,
    }),
    ...problems(400, 404, 415, 422),
  },
}

const ReadBody = Type.Object({ client_domain: ClientDomain, until: Since }, { additionalProperties: false })

const readSchema = {
  operationId: 'markSignalsRead',
  tags: ['signals'],
  summary: "Mark all of a client's signals up to a time as read",
  description: '`until` is the `fed_at` of the newest one that was seen: what came later stays unread.',
  body: ReadBody,
  response: {
    200: Type.Object({ success: Type.Literal(true), marked: Type.Integer() }),
    ...problems(400, 415, 422),
  },
}

/** Inside the scope `ingest`. */
export function markSignalRoutes(app: App, { db }: { db: Database }): void {
  app.post('/v1/signals/feed/:id', { schema: markSchema }, async ({ params, body }) => ({
    success: true as const,
    ...(await asOperator(db, (tx) =>
      markSignal(tx, (params as Static<typeof Id>).id, body as Static<typeof MarkBody>),
    )),
  }))

  app.post('/v1/signals/read', { schema: readSchema }, async ({ body }) => {
    const { client_domain, until } = body as Static<typeof ReadBody>
    const domain = requireDomain(client_domain, 'client_domain')
    return {
      success: true as const,
      marked: await asOperator(db, (tx) => markAllRead(tx, domain, requireTime(until))),
    }
  })
}

const Slug = Type.Object({ slug: Type.String({ maxLength: 100 }) })
const SwitchBody = Type.Object({ is_active: Type.Boolean() }, { additionalProperties: false })

const switchSchema = {
  operationId: 'switchSignalKind',
  tags: ['signals'],
  summary: 'Switch a kind of signal on or off',
  description:
    'An inactive kind is put into no feed and shown in none. What happens while it is off is not told later; what was in the ' +
    'feeds before comes back with it.',
  params: Slug,
  body: SwitchBody,
  response: {
    200: Type.Object({ success: Type.Literal(true), ...CatalogueEntry.properties }),
    ...problems(400, 404, 415, 422),
  },
}

/** Inside the scope `admin`. */
export function switchSignalRoutes(app: App, { db }: { db: Database }): void {
  app.post('/v1/signals/catalogue/:slug', { schema: switchSchema }, async ({ params, body }) => {
    const { slug } = params as Static<typeof Slug>
    const { is_active } = body as Static<typeof SwitchBody>
    return { success: true as const, ...(await asOperator(db, (tx) => switchSignal(tx, slug, is_active))) }
  })
}

/** A time that PostgreSQL takes as well: the format allows leap seconds and the year 0. */
function requireTime(time: string): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970 || date.getUTCFullYear() > 9998) {
    throw malformed('invalid_parameter', 'A time must be one of this age, such as 2026-11-20T12:00:00Z')
  }
  return date.toJSON()
}
