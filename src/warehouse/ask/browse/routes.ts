import { Type } from 'typebox'
import type { Database } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { askOnce, askTwice } from './ask-twice.ts'
import type { BrowsableTable } from './browsable-table.ts'
import { browseRows, countBrowsed } from './browse-rows.ts'
import { type CountMode, countRows, type RowCount } from './count-rows.ts'
import { findBrowsable, findCounted } from './find-table.ts'

const tags = ['admin']
/** An exact count of a large table reads all of it. */
const COUNT_SECONDS = 30
const TableName = Type.Object({
  schema_name: Type.String({ maxLength: 100, examples: ['core'] }),
  table_name: Type.String({ maxLength: 100, examples: ['company_customers'] }),
})
const Mode = Type.Enum(['exact', 'estimated', 'none'], {
  description: 'Unless given exact up to 10,000 rows, above estimated',
})
const CountQuery = Type.Object({ count: Type.Optional(Type.Enum(['exact', 'estimated'])) })
const Counted = Type.Object({
  success: Type.Literal(true),
  schema_name: Type.String(),
  table_name: Type.String(),
  count: Type.Integer(),
  count_is: Type.Enum(['exact', 'estimated']),
})
const PageQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
    offset: Type.Integer({ minimum: 0, maximum: 10_000, default: 0 }),
    cursor: Type.Optional(Type.String({ maxLength: 1_000, description: 'From the page before; goes before `offset`' })),
    count: Type.Optional(Mode),
  },
  {
    additionalProperties: true,
    description: 'Beside these any column of the table: `column=value`, `column_gte`, `column_lte`',
  },
)
const Page = Type.Object({
  success: Type.Literal(true),
  data: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  meta: Type.Object({
    total: Type.Union([Type.Integer(), Type.Null()]),
    total_is: Mode,
    limit: Type.Integer(),
    offset: Type.Integer(),
    cursor: Type.Union([Type.String(), Type.Null()]),
  }),
})

/** Inside the scope `admin`: what the tables hold, by names from a fixed list. */
export function browseRoutes(app: App, { db }: { db: Database }): void {
  for (const [path, operationId] of [
    ['/api/admin/tables/:schema_name/:table_name/count', 'countTable'],
    ['/api/admin/:schema_name/:table_name/count', 'countTableRows'],
  ] as const) {
    app.get(
      path,
      {
        schema: {
          operationId,
          tags,
          summary: 'Count the rows of a table',
          description: 'Tables are those of docs/admin.md; one that is elsewhere here is 404 with where it is.',
          params: TableName,
          querystring: CountQuery,
          response: { 200: Counted, ...problems(400, 404, 422) },
        },
      },
      async ({ params: { schema_name, table_name }, query }) => {
        const from = findCounted(schema_name, table_name)
        const { total, total_is } = await askOnce(
          db,
          (tx) => countRows(tx, `select from ${from} t`, [], { mode: query.count }),
          COUNT_SECONDS,
        )
        const count_is = total_is === 'exact' ? ('exact' as const) : ('estimated' as const)
        return { success: true as const, schema_name, table_name, count: total ?? 0, count_is }
      },
    )
  }

  app.get(
    '/api/admin/:schema_name/:table_name',
    {
      schema: {
        operationId: 'browseTable',
        tags,
        summary: 'Browse a table',
        description:
          'Newest first where an index has that order, else by key. Names match by words, days and times and numbers take ' +
          '`_gte` and `_lte`, everything else is equal; a repeated parameter means any of its values.',
        params: TableName,
        querystring: PageQuery,
        response: { 200: Page, ...problems(400, 404, 422) },
      },
    },
    async ({ params: { schema_name, table_name }, query }) => {
      const { limit, offset, cursor, count, ...filters } = query
      const table = findBrowsable(schema_name, table_name)
      const page = { filters, limit, offset, cursor }
      const { rows, ...found } = await askTwice(db, (tx, thorough) => browseRows(tx, table, page, thorough))
      const isWhole = cursor === undefined && found.cursor === null && (rows.length > 0 || offset === 0)
      const counted =
        isWhole && count !== 'none'
          ? { total: offset + rows.length, total_is: 'exact' as const }
          : await countAll(db, table, filters, count)
      return { success: true as const, data: rows, meta: { ...counted, ...found, limit, offset } }
    },
  )
}

function countAll(
  db: Database,
  table: BrowsableTable,
  filters: Record<string, unknown>,
  mode: CountMode | undefined,
): Promise<RowCount> {
  if (mode === 'exact') return askOnce(db, (tx) => countBrowsed(tx, table, filters, { mode }))
  return askTwice(db, (tx, thorough) => countBrowsed(tx, table, filters, { mode, thorough }))
}
