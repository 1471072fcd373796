import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox'
import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { ListMeta } from '../search/schema.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { countParam, type PageQuery, pageParams } from './list-page.ts'

interface List<Params extends TProperties> {
  path: string
  operationId: string
  summary: string
  description: string
  params: Params
  /** Most rows of a page; 100 unless given. */
  most?: number
  row: TSchema
  find(tx: Tx, query: Static<TObject<Params>> & PageQuery): Promise<{ data: object[]; meta: ListMeta }>
}

/** A list at a path, paged and counted as all of them are, over rows that are up to date. */
export function offerList<Params extends TProperties>(app: App, db: Database, list: List<Params>): void {
  const querystring = Type.Object(
    { ...list.params, ...pageParams(list.most ?? 100), ...countParam },
    { additionalProperties: false },
  )
  const schema = {
    operationId: list.operationId,
    tags: ['leads'],
    summary: list.summary,
    description: list.description,
    querystring,
    response: {
      200: Type.Object({ success: Type.Literal(true), data: Type.Array(list.row), meta: ListMeta }),
      ...problems(400, 404, 422),
    },
  }
  app.get(list.path, { schema }, async ({ query }) => {
    const { behind } = await bringUp(db)
    const { data, meta } = await asOperator(db, (tx) => list.find(tx, query as Static<TObject<Params>> & PageQuery))
    return { success: true as const, data, meta: behind ? { ...meta, behind } : meta }
  })
}
