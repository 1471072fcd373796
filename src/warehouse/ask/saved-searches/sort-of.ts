import type { SearchKind } from '../filter/condition.ts'
import { orderOf, type Sort } from '../search/sorts.ts'

/** The order that a saved search names; undefined for the default. Throws 400 `sort_invalid` naming those there are. */
export function sortOf(kind: SearchKind, sort: string | null): Sort | undefined {
  if (sort === null) return undefined
  // `orderOf` takes names of orders only, and gives them back.
  return orderOf(kind, sort).name as Sort
}
