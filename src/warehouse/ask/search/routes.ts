import { type TSchema, Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { malformed } from '../../../errors.ts'
import { type App, problems } from '../../../route.ts'
import type { SearchKind } from '../filter/condition.ts'
import { readFilter } from '../filter/read-filter.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { columnsOf } from './columns.ts'
import { countMatches } from './count-matches.ts'
import { findPage } from './find-page.ts'
import { readCompanies, readLeads, readPeople } from './read-rows.ts'
import { CompanyRow, LeadRow, ListMeta, PersonRow } from './schema.ts'
import { COMPANY_SORTS, PEOPLE_SORTS, type Sort } from './sorts.ts'

const shapes = {
  leads: { row: LeadRow, read: readLeads, sorts: PEOPLE_SORTS, name: 'Leads' },
  people: { row: PersonRow, read: readPeople, sorts: PEOPLE_SORTS, name: 'People' },
  companies: { row: CompanyRow, read: readCompanies, sorts: COMPANY_SORTS, name: 'Companies' },
} as const

/** Inside the scope `read`. */
export function searchRoutes(app: App, { db }: { db: Database }): void {
  for (const kind of ['leads', 'people', 'companies'] as const) searchRoute(app, db, kind)
}

function searchRoute(app: App, db: Database, kind: SearchKind): void {
  const { row, read, sorts, name } = shapes[kind]
  app.post(
    `/v1/${kind}/search`,
    {
      schema: {
        operationId: `search${name}`,
        tags: ['ask'],
        summary: `Find ${kind} by any combination of filters`,
        description:
          'Members of `filter` must all hold; `and`, `or` and `not` combine. The language is in docs/search.md. What was ' +
          'acknowledged before is found: with more than 500 changes waiting, `meta.behind` says so.',
        body: SearchBody(sorts),
        response: { 200: Found(row), ...problems(400, 413, 422) },
      },
    },
    async ({ body }) => {
      const where = readFilter(kind, body.filter)
      const limit = body.limit ?? 50
      const offset = body.offset ?? 0
      const fields = requireFields(kind, body.fields)
      const { behind } = await bringUp(db)
      return asOperator(db, async (tx) => {
        const page = await findPage(tx, { kind, where, sort: body.sort, limit, cursor: body.cursor, offset })
        const count = await counted(body.count, () =>
          countMatches(tx, kind, where, body.count === 'exact' || body.count === 'estimated' ? body.count : undefined),
        )
        const rows: object[] = await read(tx, page.ids)
        const data = fields === null ? rows : rows.map((found) => only(found, fields))
        return {
          success: true,
          data,
          meta: { ...count, limit, offset, cursor: page.cursor, ...(behind ? { behind } : {}) },
        }
      })
    },
  )
}

async function counted<T>(mode: string | undefined, count: () => Promise<T>) {
  return mode === 'none' ? { total: null, total_is: 'none' as const } : count()
}

function SearchBody(sorts: readonly Sort[]) {
  return Type.Object(
    {
      filter: Type.Optional(
        Type.Unknown({
          description: 'What must hold. Everything unless given',
          examples: [{ seniority: ['VP', 'Director'], employee_count: { min: 51, max: 500 } }],
        }),
      ),
      sort: Type.Optional(Type.Enum([...sorts], { description: `${sorts[0]} unless given` })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 50 })),
      cursor: Type.Optional(Type.String({ maxLength: 2_000, description: '`meta.cursor` of the page before' })),
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000, description: 'Prefer `cursor`' })),
      count: Type.Optional(
        Type.Enum(['exact', 'estimated', 'none'], {
          description: 'Unless given exact up to 10,000 and estimated above; `meta.total_is` says which',
        }),
      ),
      fields: Type.Optional(
        Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50, description: 'Only these fields of each row' }),
      ),
    },
    { additionalProperties: false },
  )
}

function Found(row: TSchema) {
  return Type.Object({ success: Type.Literal(true), data: Type.Array(Type.Partial(row)), meta: ListMeta })
}

/** Throws 400 `fields_invalid` naming those there are. */
export function requireFields(kind: SearchKind, fields: readonly string[] | undefined): string[] | null {
  if (fields === undefined || fields.length === 0) return null
  const known = columnsOf[kind].map(({ name }) => name) as string[]
  const unknown = fields.filter((field) => !known.includes(field))
  if (unknown.length === 0) return [...new Set(fields)]
  throw malformed(
    'fields_invalid',
    `${kind} have no ${unknown.slice(0, 5).join(', ')}: there are ${known.join(', ')}`,
    { errors: [{ pointer: '/fields', code: 'fields', message: unknown.slice(0, 5).join(', ') }] },
  )
}

function only(row: object, fields: readonly string[]): Record<string, unknown> {
  const values = row as Record<string, unknown>
  return Object.fromEntries(fields.map((field) => [field, values[field]]))
}
