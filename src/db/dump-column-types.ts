import pg from 'pg'

/** The types of every column of the warehouse's tables, as a module: COPY in binary format has to know them. */
export async function dumpColumnTypes(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; columns: string[]; types: string[] }>(
      `select n.nspname || '.' || c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
         array_agg(format_type(a.atttypid, null) order by a.attnum) as types
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('raw', 'extracted', 'core') and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       group by 1 order by 1`,
    )
    return module(rows)
  } finally {
    await client.end()
  }
}

function module(tables: { name: string; columns: string[]; types: string[] }[]): string {
  const lines = tables.flatMap(({ name, columns, types }) => [
    `  '${name}': {`,
    ...columns.map((column, i) => `    ${column}: '${types[i]}',`),
    '  },',
  ])
  return `// Written by src/db/write-schema.ts from the migrated database. Do not edit.
export const columnTypes: Record<string, Record<string, string>> = {
${lines.join('\n')}
}
`
}
