import { Type } from 'typebox'
import type { Database } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { askTwice } from '../browse/ask-twice.ts'
import type { RowCount } from '../browse/count-rows.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { countGap, findRecipe, sampleGap } from './find-gap.ts'
import { type GapRecipe, gapRecipes } from './recipes.ts'

const tags = ['admin']
const Recipe = Type.Object({
  id: Type.String(),
  label: Type.String(),
  description: Type.String(),
  source_table: Type.String(),
  target_table: Type.String(),
  join_column: Type.String(),
  comparison: Type.String(),
  priority: Type.Enum(['P0', 'P1', 'P2', 'P3']),
  country_join: Type.Optional(Type.String()),
})
const Id = Type.Object({ recipe_id: Type.String({ maxLength: 100, examples: ['companies-missing-industry'] }) })
const country = Type.Optional(
  Type.String({
    maxLength: 100,
    description: 'US, non-US, or any country by name or ISO code',
    examples: ['US', 'non-US'],
  }),
)
const count = Type.Optional(
  Type.Enum(['exact', 'estimated'], { description: 'Unless given exact up to 10,000, above estimated' }),
)
const counted = {
  recipe_id: Type.String(),
  label: Type.String(),
  count: Type.Integer(),
  count_is: Type.Enum(['exact', 'estimated']),
}

/** Inside the scope `admin`: what is missing, how much of it, and some of it. */
export function gapRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/api/admin/gaps/recipes',
    {
      schema: {
        operationId: 'listGapRecipes',
        tags,
        summary: 'List what can be missing',
        description: 'The most urgent first. `country_join` is there where `country` may restrict.',
        response: { 200: Type.Object({ success: Type.Literal(true), recipes: Type.Array(Recipe) }) },
      },
    },
    async () => ({ success: true as const, recipes: gapRecipes.map(({ gap: _gap, ...recipe }) => recipe) }),
  )

  app.get(
    '/api/admin/gaps/recipes/:recipe_id/count',
    {
      schema: {
        operationId: 'countGap',
        tags,
        summary: 'Count what a recipe finds',
        params: Id,
        querystring: Type.Object({ country, count }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            ...counted,
            source_table: Type.String(),
            target_table: Type.String(),
          }),
          ...problems(400, 404, 422),
        },
      },
    },
    async ({ params: { recipe_id }, query }) => {
      const recipe = findRecipe(recipe_id)
      await bringUp(db)
      const { total, total_is } = await countOf(db, recipe, query)
      const { id, label, source_table, target_table } = recipe
      const count_is = total_is === 'exact' ? ('exact' as const) : ('estimated' as const)
      return { success: true as const, recipe_id: id, label, count: total ?? 0, count_is, source_table, target_table }
    },
  )

  app.get(
    '/api/admin/gaps/recipes/:recipe_id/sample',
    {
      schema: {
        operationId: 'sampleGap',
        tags,
        summary: 'Show some of what a recipe finds',
        description: 'Companies with the most people first, people newest first.',
        params: Id,
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 100, default: 10 }), country, count }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            ...counted,
            sample: Type.Array(Type.Record(Type.String(), Type.Unknown())),
            limit: Type.Integer(),
          }),
          ...problems(400, 404, 422),
        },
      },
    },
    async ({ params: { recipe_id }, query }) => {
      const recipe = findRecipe(recipe_id)
      await bringUp(db)
      const { total, total_is } = await countOf(db, recipe, query)
      const sample = await askTwice(db, (tx, thorough) => sampleGap(tx, recipe, query, thorough))
      const { id, label } = recipe
      const count_is = total_is === 'exact' ? ('exact' as const) : ('estimated' as const)
      return { success: true as const, recipe_id: id, label, count: total ?? 0, count_is, sample, limit: query.limit }
    },
  )
}

function countOf(
  db: Database,
  recipe: GapRecipe,
  { country, count: mode }: { country?: string; count?: 'exact' | 'estimated' },
): Promise<RowCount> {
  return askTwice(db, (tx, thorough) => countGap(tx, recipe, { country, mode, thorough }))
}
