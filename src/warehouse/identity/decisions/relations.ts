import type { Tx } from '../../../db/database.ts'
import { keyKind, keyValue } from '../keys.ts'
import { addresses } from './entity-rows.ts'

/** Rows that name an entity by one of its keys. They stay as they are, and belong to whoever owns the key. */
export interface Relation {
  table: string
  column: string
  rows: number
  /** Up to 100 of them, by id, or as a whole where the table has no ids. */
  ids: string[]
}

interface Column {
  table: string
  column: string
  has_id: boolean
  searched: boolean
}

const SHOWN = 100
/** A table without an index on the column is read whole up to this many rows. */
const SMALL = 200_000

/** Named like a domain, and not one of a company that the row is about. */
const OTHERS = ['client_domain', 'resolved_domain', 'technology_domain', 'matched_domain']

/**
 * Every row of extracted, core, client and reference that names one of these keys' domains or LinkedIn URLs, by table and
 * column, and the columns of large tables that no index covers and that were therefore not searched.
 */
export async function relationsOf(
  tx: Tx,
  keys: readonly string[],
  without: readonly string[],
): Promise<{ relations: Relation[]; unsearched: string[] }> {
  const { domain, url } = addresses(keys)
  const pages = keys.flatMap((key) =>
    keyKind(key) === 'linkedin' ? `https://www.linkedin.com/company/${keyValue(key)}` : [],
  )
  const values = { domain, url: [...url, ...pages] }
  const columns = (await namingColumns(tx)).filter(
    ({ table, column }) => !without.includes(table) && values[kindOf(column)].length > 0,
  )
  const searched = columns.filter((column) => column.searched)
  if (searched.length === 0) return { relations: [], unsearched: [] }
  const parts = searched.map(({ table, column, has_id }) => {
    const rows = `from ${table} t where t.${column} = any(${kindOf(column) === 'domain' ? '$1' : '$2'}::text[])`
    return `select '${table}' as "table", '${column}' as "column", (select count(*)::int ${rows}) as rows,
       array(select ${has_id ? 't.id::text' : 't::text'} ${rows} limit ${SHOWN}) as ids`
  })
  const relations = await tx.query<Relation>(
    `select * from (${parts.join(' union all ')}) r where rows > 0 and $1::text[] is not null and $2::text[] is not null order by 1, 2`,
    [values.domain, values.url],
  )
  const unsearched = columns.flatMap(({ table, column, searched }) => (searched ? [] : `${table}.${column}`))
  return { relations, unsearched }
}

function kindOf(column: string): 'domain' | 'url' {
  return column.endsWith('domain') ? 'domain' : 'url'
}

function namingColumns(tx: Tx): Promise<Column[]> {
  return tx.query<Column>(
    `select format('%I.%I', n.nspname, c.relname) as "table", a.attname::text as "column",
       exists (select from pg_attribute i where i.attrelid = c.oid and i.attname = 'id') as has_id,
       c.reltuples < $2 or exists (
         select from pg_index x where x.indrelid = c.oid and x.indkey[0] = a.attnum and x.indpred is null
       ) as searched
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname in ('extracted', 'core', 'client', 'reference') and c.relkind = 'r' and a.attnum > 0
       and not a.attisdropped and a.atttypid = 'text'::regtype
       and (a.attname like '%domain' or a.attname like '%linkedin\\_url') and a.attname <> all ($1::text[])
     order by 1, 2`,
    [OTHERS, SMALL],
  )
}
