import pg from 'pg'
import type { Credentials } from './credentials.ts'

/**
 * Makes the database `galena` and the restricted role `galena_app` where they are missing. Safe for several processes at
 * once, and after a kill between the two.
 */
export async function ensureDatabase(presence: pg.Client, credentials: Credentials): Promise<void> {
  if ((await missing(presence)).length === 0) return
  await presence.query(`select pg_advisory_lock(hashtextextended('galena database', 0))`)
  try {
    const todo = await missing(presence)
    if (todo.includes('role')) {
      await presence.query(
        `create role galena_app login nosuperuser nobypassrls nocreatedb nocreaterole
         password ${pg.escapeLiteral(credentials.app)}`,
      )
    }
    if (todo.includes('database')) await presence.query('create database galena owner galena')
  } finally {
    await presence.query(`select pg_advisory_unlock(hashtextextended('galena database', 0))`)
  }
}

async function missing(presence: pg.Client): Promise<string[]> {
  const { rows } = await presence.query<{ what: string }>(
    `select 'role' as what where not exists (select from pg_roles where rolname = 'galena_app')
     union all
     select 'database' where not exists (select from pg_database where datname = 'galena')`,
  )
  return rows.map((row) => row.what)
}
