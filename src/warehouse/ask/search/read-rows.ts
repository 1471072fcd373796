import type { Tx } from '../../../db/database.ts'
import { searchTables } from '../filter/compile-condition.ts'
import type { SearchKind } from '../filter/condition.ts'
import { columnsOf, joins, selectList } from './columns.ts'
import type { CompanyRow, LeadRow, PersonRow } from './schema.ts'

/** These leads, in this order; those that are no more are left out. */
export function readLeads(tx: Tx, ids: readonly string[]): Promise<LeadRow[]> {
  return readRows<LeadRow>(tx, 'leads', ids)
}

/** These people, in this order; those that are no more are left out. */
export function readPeople(tx: Tx, ids: readonly string[]): Promise<PersonRow[]> {
  return readRows<PersonRow>(tx, 'people', ids)
}

/** These companies, in this order; those that are no more are left out. */
export function readCompanies(tx: Tx, ids: readonly string[]): Promise<CompanyRow[]> {
  return readRows<CompanyRow>(tx, 'companies', ids)
}

async function readRows<Row extends object>(tx: Tx, kind: SearchKind, ids: readonly string[]): Promise<Row[]> {
  if (ids.length === 0) return []
  const { table, id } = searchTables[kind]
  return tx.query<Row>(
    `select ${selectList(columnsOf[kind])}
     from unnest($1::uuid[]) with ordinality asked(id, n) join ${table} s on s.${id} = asked.id ${joins[kind]}
     order by asked.n`,
    [ids],
  )
}
