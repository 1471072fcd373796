import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const file = fileURLToPath(new URL('../../schema.sql', import.meta.url))

// Functions come before the tables they read, because columns and constraints call functions.
const head = `-- Written by src/db/dump-schema.ts from the migrated database. Do not edit.
set check_function_bodies = off;
`

/** Everything but the system's own, the queue's tables and the migration history. */
const ours = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgboss', 'supabase_migrations')`

/**
 * The schema of a database as SQL that makes it again, in an order that depends on names only: written from the
 * catalogs, because the embedded server comes without pg_dump. Defaults, constraints, functions and views are printed
 * by the server, so compare dumps of one major version only. Rows, owners and grants are left out.
 */
export async function dumpSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, application_name: 'galena' })
  await client.connect()
  try {
    // Nothing in the search path: every name is printed with its schema.
    await client.query(`set search_path = ''`)
    const sections: string[] = []
    for (const statement of [schemas, types, functions, tables, foreignKeys, indexes, views, triggers, policies]) {
      const { rows } = await client.query<{ sql: string }>(statement)
      if (rows.length > 0)
        sections.push(
          `${rows
            .map((row) => row.sql)
            .join('\n')
            .trimEnd()}\n`,
        )
    }
    return `${[head, ...sections].join('\n').trimEnd()}\n`
  } finally {
    await client.end()
  }
}

const schemas = `
  select 'create schema ' || quote_ident(n.nspname) || ';' as sql
  from pg_catalog.pg_namespace n
  where ${ours} and n.nspname <> 'public'
  order by n.nspname collate "C"`

const types = `
  select format('create type %I.%I as enum (%s);', n.nspname, t.typname,
    string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)) as sql
  from pg_catalog.pg_type t
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  join pg_catalog.pg_enum e on e.enumtypid = t.oid
  where ${ours}
  group by n.nspname, t.typname
  order by n.nspname collate "C", t.typname collate "C"`

/** A function whose body is compiled comes after those it calls. */
const functions = `
  with recursive callers(oid, depth) as (
    select p.oid, 0 from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace where ${ours}
    union
    select d.objid, c.depth + 1
    from callers c join pg_catalog.pg_depend d on d.refobjid = c.oid and d.refclassid = 'pg_catalog.pg_proc'::regclass
      and d.classid = 'pg_catalog.pg_proc'::regclass and d.objid <> d.refobjid
    where c.depth < 20
  )
  select rtrim(pg_catalog.pg_get_functiondef(p.oid), E'\\n') || E';\\n' as sql
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where ${ours} and p.prokind in ('f', 'p')
  order by (select max(depth) from callers c where c.oid = p.oid), n.nspname collate "C", p.proname collate "C",
    pg_catalog.pg_get_function_identity_arguments(p.oid)`

/** Columns as they stand, then the constraints that concern one table only. */
const tables = `
  select format(E'create table %I.%I (\\n%s\\n);%s\\n', n.nspname, c.relname,
    (select string_agg(line, E',\\n' order by part, place, line collate "C") from (
      select 1 as part, a.attnum as place,
        format('  %I %s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod))
          || case when a.attgenerated <> '' then ' generated always as ('
               || pg_catalog.pg_get_expr(d.adbin, d.adrelid) || ') stored' else '' end
          || case when a.attidentity <> '' then ' generated '
               || case a.attidentity when 'a' then 'always' else 'by default' end || ' as identity' else '' end
          || case when a.attgenerated = '' and d.adbin is not null
               then ' default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) else '' end
          || case when a.attnotnull then ' not null' else '' end as line
      from pg_catalog.pg_attribute a
      left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      union all
      select 2, array_position('{p,u,c,x}'::"char"[], k.contype),
        format('  constraint %I %s', k.conname, pg_catalog.pg_get_constraintdef(k.oid))
      from pg_catalog.pg_constraint k
      where k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'x')
    ) lines),
    case when c.relrowsecurity
      then format(E'\\nalter table %I.%I enable row level security;', n.nspname, c.relname) else '' end
    || case when c.relforcerowsecurity
      then format(E'\\nalter table %I.%I force row level security;', n.nspname, c.relname) else '' end) as sql
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${ours} and c.relkind in ('r', 'p')
  order by n.nspname collate "C", c.relname collate "C"`

const foreignKeys = `
  select format(E'alter table %I.%I add constraint %I\\n  %s;', n.nspname, c.relname, k.conname,
    pg_catalog.pg_get_constraintdef(k.oid)) as sql
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class c on c.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${ours} and k.contype = 'f'
  order by n.nspname collate "C", c.relname collate "C", k.conname collate "C"`

/** Without those that a constraint makes. */
const indexes = `
  select pg_catalog.pg_get_indexdef(i.indexrelid) || ';' as sql
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indrelid
  join pg_catalog.pg_class x on x.oid = i.indexrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${ours} and c.relkind in ('r', 'p', 'm')
    and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  order by n.nspname collate "C", c.relname collate "C", x.relname collate "C"`

const views = `
  select format(E'create %sview %I.%I%s as\\n%s\\n',
    case c.relkind when 'm' then 'materialized ' else '' end, n.nspname, c.relname,
    coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', ''),
    pg_catalog.pg_get_viewdef(c.oid, true)) as sql
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${ours} and c.relkind in ('v', 'm')
  order by n.nspname collate "C", c.relname collate "C"`

const triggers = `
  select pg_catalog.pg_get_triggerdef(t.oid) || ';' as sql
  from pg_catalog.pg_trigger t
  join pg_catalog.pg_class c on c.oid = t.tgrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${ours} and not t.tgisinternal
  order by n.nspname collate "C", c.relname collate "C", t.tgname collate "C"`

const policies = `
  select format('create policy %I on %I.%I as %s for %s to %s%s%s;', p.policyname, n.nspname, p.tablename,
    lower(p.permissive), lower(p.cmd), array_to_string(p.roles, ', '),
    coalesce(' using (' || p.qual || ')', ''), coalesce(' with check (' || p.with_check || ')', '')) as sql
  from pg_catalog.pg_policies p
  join pg_catalog.pg_namespace n on n.nspname = p.schemaname
  where ${ours}
  order by n.nspname collate "C", p.tablename collate "C", p.policyname collate "C"`

if (import.meta.main) {
  const url = process.argv[2]
  if (url === undefined) throw new Error('Usage: node src/db/dump-schema.ts <connection string of a migrated database>')
  await writeFile(file, await dumpSchema(url))
}
