import pg from 'pg'

/** What a database has, per table, in the notation of the expectations beside this file. */
export interface Catalog {
  columns: Map<string, string[]>
  defaults: Map<string, Record<string, string>>
  primaryKeys: Map<string, string>
  unique: Map<string, string[]>
  foreignKeys: Map<string, string[]>
  indexes: Map<string, string[]>
  checks: Map<string, string[]>
}

/** Reads a database, or what one session sees of it. */
export async function readCatalog(source: string | pg.Client): Promise<Catalog> {
  if (typeof source !== 'string') return read(source)
  const client = new pg.Client({ connectionString: source })
  await client.connect()
  try {
    return await read(client)
  } finally {
    await client.end()
  }
}

async function read(client: pg.Client): Promise<Catalog> {
  const columns = await rows(
    client,
    `select format('%s %s%s', a.attname, replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz'),
       case when a.attnotnull then ' not null' else '' end) as text
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attnum > 0 and not a.attisdropped and c.relkind = 'r'`,
  )
  const defaults = await rows(
    client,
    `select a.attname || ' ' || replace(pg_get_expr(d.adbin, d.adrelid), '::text', '') as text
     from pg_attrdef d join pg_class c on c.oid = d.adrelid
     join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum`,
  )
  const keys = await rows(client, `${constraint('p')}`)
  const foreign = await rows(client, `${constraint('f')}`)
  const checks = await rows(client, `${constraint('c')}`)
  const indexes = await rows(
    client,
    `select pg_get_indexdef(i.indexrelid) as text from pg_index i join pg_class c on c.oid = i.indrelid
     where not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
  )
  const unique = await rows(
    client,
    `select (select string_agg(a.attname, ', ' order by k.place)
        from unnest(i.indkey::int[]) with ordinality k(number, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number) as text
     from pg_index i join pg_class c on c.oid = i.indrelid
     where i.indisunique and not i.indisprimary and i.indpred is null and i.indexprs is null`,
  )
  return {
    columns,
    defaults: map(columns, (_, name) => Object.fromEntries((defaults.get(name) ?? []).map(splitDefault))),
    primaryKeys: map(keys, ([key = '']) => key.replace(/^PRIMARY KEY \((.*)\)$/, '$1')),
    unique,
    foreignKeys: map(foreign, (list) => list.map(plainForeignKey)),
    indexes: map(indexes, (list) => list.map(plainIndex)),
    checks: map(checks, (list) => list.map(plainCheck).sort()),
  }
}

function constraint(type: 'p' | 'f' | 'c'): string {
  return `select pg_get_constraintdef(k.oid) as text from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = '${type}'`
}

/** Lines of text by the table (`c`) that a statement finds them for. */
async function rows(client: pg.Client, statement: string): Promise<Map<string, string[]>> {
  const text = statement.replace('select ', `select c.relnamespace::regnamespace || '.' || c.relname as name, `)
  const result = await client.query<{ name: string; text: string }>(text)
  const found = new Map<string, string[]>()
  for (const row of result.rows) {
    if (/^(pg_|information_schema|supabase_migrations|pgboss)/.test(row.name)) continue
    found.set(row.name, [...(found.get(row.name) ?? []), row.text])
  }
  return found
}

function map<T>(found: Map<string, string[]>, change: (texts: string[], name: string) => T): Map<string, T> {
  return new Map([...found].map(([name, texts]) => [name, change(texts, name)]))
}

function splitDefault(text: string): [string, string] {
  const [column = '', ...expression] = text.split(' ')
  return [column, expression.join(' ')]
}

function plainForeignKey(definition: string): string {
  return definition
    .replace(/^FOREIGN KEY \((.*?)\) REFERENCES /, '$1 ')
    .replace(/ON DELETE .*$/, (action) => action.toLowerCase())
}

function plainIndex(definition: string): string {
  return definition
    .replace(/^CREATE (UNIQUE )?INDEX (\S+) ON \S+ USING btree /, '$2 ')
    .replace(/WHERE \((.*)\)$/, 'where $1')
    .replace('DESC', 'desc')
    .replace('IS NOT NULL', 'is not null')
}

function plainCheck(definition: string): string {
  return definition.replace(/^CHECK \(\((\w+) = ANY \(ARRAY\[(.*)\]\)\)\)$/, '$1 in ($2)').replaceAll('::text', '')
}
