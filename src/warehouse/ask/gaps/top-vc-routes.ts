import { Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { optional } from '../../workflows/define.ts'
import { addTopVc, countMissingCustomers, listMissingCustomers, listTopVcs, removeTopVc } from './top-vcs.ts'

const tags = ['admin']
const TextOrNull = Type.Union([Type.String(), Type.Null()])
const vc_domain = Type.Optional(Type.String({ maxLength: 300, description: 'Of one firm only, by its domain' }))
const Firms = Type.Object({
  success: Type.Literal(true),
  data: Type.Array(Type.Object({ name: Type.String(), domain: TextOrNull, portfolio_count: Type.Integer() })),
  total: Type.Integer(),
})
const Mode = Type.Enum(['exact', 'estimated', 'none'])

/** Inside the scope `admin`: the curated list of venture firms, and what is missing of their portfolios. */
export function topVcRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/api/admin/top-vc-portfolio/list',
    {
      schema: {
        operationId: 'listTopVcs',
        tags,
        summary: 'List the top venture firms',
        description: 'A curated list (`reference.top_vcs`), with how many companies of each portfolio are known.',
        response: { 200: Firms },
      },
    },
    async () => show(await asOperator(db, listTopVcs)),
  )

  app.post(
    '/api/admin/top-vc-portfolio/list',
    {
      schema: {
        operationId: 'addTopVc',
        tags,
        summary: 'Put a venture firm on the list',
        body: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
            domain: optional(Type.String({ maxLength: 300 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Firms, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) =>
      show(
        await asOperator(db, async (tx) => {
          await addTopVc(tx, body)
          return listTopVcs(tx)
        }),
      ),
  )

  app.delete(
    '/api/admin/top-vc-portfolio/list/:name',
    {
      schema: {
        operationId: 'removeTopVc',
        tags,
        summary: 'Take a venture firm off the list',
        params: Type.Object({ name: Type.String({ maxLength: 200 }) }),
        response: { 200: Firms, ...problems(404) },
      },
    },
    async ({ params: { name } }) =>
      show(
        await asOperator(db, async (tx) => {
          await removeTopVc(tx, name)
          return listTopVcs(tx)
        }),
      ),
  )

  app.get(
    '/api/admin/top-vc-portfolio/missing-customers/count',
    {
      schema: {
        operationId: 'countTopVcMissingCustomers',
        tags,
        summary: 'Count companies of top venture firms without known customers',
        querystring: Type.Object({ vc_domain, count: Type.Optional(Type.Enum(['exact', 'estimated'])) }),
        response: {
          200: Type.Object({ success: Type.Literal(true), count: Type.Integer(), count_is: Mode }),
          ...problems(400),
        },
      },
    },
    async ({ query }) => {
      const { total, total_is } = await asOperator(db, (tx) => countMissingCustomers(tx, query.vc_domain, query.count))
      return { success: true as const, count: total ?? 0, count_is: total_is }
    },
  )

  app.get(
    '/api/admin/top-vc-portfolio/missing-customers',
    {
      schema: {
        operationId: 'listTopVcMissingCustomers',
        tags,
        summary: 'List companies of top venture firms without known customers',
        description: 'With all their top firms; those with the most of them first.',
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
          offset: Type.Integer({ minimum: 0, maximum: 10_000, default: 0 }),
          cursor: Type.Optional(Type.String({ maxLength: 1_000 })),
          vc_domain,
          count: Type.Optional(Mode),
        }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            total: Type.Union([Type.Integer(), Type.Null()]),
            total_is: Mode,
            limit: Type.Integer(),
            offset: Type.Integer(),
            cursor: TextOrNull,
            data: Type.Array(
              Type.Object({
                company_domain: Type.String(),
                company_name: TextOrNull,
                linkedin_url: TextOrNull,
                country: TextOrNull,
                vc_count: Type.Integer(),
                vc_names: Type.Array(Type.String()),
              }),
            ),
          }),
          ...problems(400),
        },
      },
    },
    async ({ query }) => {
      const { rows, cursor, counted } = await asOperator(db, async (tx) => ({
        ...(await listMissingCustomers(tx, query)),
        counted: await countMissingCustomers(tx, query.vc_domain, query.count),
      }))
      return { success: true as const, ...counted, limit: query.limit, offset: query.offset, cursor, data: rows }
    },
  )
}

function show(data: Awaited<ReturnType<typeof listTopVcs>>) {
  return { success: true as const, data, total: data.length }
}
