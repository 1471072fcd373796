import { AppError } from '../../../errors.ts'
import type { BrowsableTable } from './browsable-table.ts'
import { companyTables } from './company-tables.ts'
import { countedTables } from './counted-tables.ts'
import { whereInstead } from './gone-tables.ts'
import { peopleTables } from './people-tables.ts'

/** Every table that can be browsed, by its name. */
export const browsable: ReadonlyMap<string, BrowsableTable> = new Map(
  Object.entries({ ...companyTables, ...peopleTables }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
)

/** The table of this name. Throws 404 `table_not_found`, which says where its content is where that is known. */
export function findBrowsable(schema: string, name: string): BrowsableTable {
  const table = browsable.get(`${schema}.${name}`)
  if (table !== undefined) return table
  if (countedTables.has(`${schema}.${name}`)) {
    const message = `${schema}.${name} is only counted: GET /api/admin/${schema}/${name}/count`
    throw new AppError(404, 'table_not_found', message)
  }
  throw unknownTable(schema, name)
}

/** What to count for the table of this name. Throws 404 `table_not_found` as `findBrowsable`. */
export function findCounted(schema: string, name: string): string {
  const from = browsable.get(`${schema}.${name}`)?.from ?? countedTables.get(`${schema}.${name}`)
  if (from === undefined) throw unknownTable(schema, name)
  return from
}

function unknownTable(schema: string, name: string): AppError {
  const shown = JSON.stringify(`${schema}.${name}`.slice(0, 120))
  const instead = whereInstead(`${schema}.${name}`)
  const message =
    instead === null
      ? `No table ${shown} can be browsed here. There are ${[...browsable.keys()].join(', ')}`
      : `No table ${shown} exists here: ${instead}`
  return new AppError(404, 'table_not_found', message)
}
