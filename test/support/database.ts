import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  /** Superuser's connection string. */
  url: string
  /** Removes the database, together with sessions that are still open. */
  drop(): Promise<void>
}

/** A database of the test's own with every migration applied; about 60 ms. */
export function createTestDatabase(): Promise<TestDatabase> {
  return create('template template_galena strategy wal_log')
}

/** A database of the test's own with nothing in it. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return create('')
}

async function create(clause: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await run(`create database ${name} ${clause}`)
  const url = new URL(inject('serverUrl'))
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) }
}

async function run(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('serverUrl') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
