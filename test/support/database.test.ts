import pg from 'pg'
import { expect, test } from 'vitest'
import { createEmptyDatabase, createTestDatabase } from './database.ts'

test('what one test writes, another one does not see', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  await query(one.url, 'create table seen (id int)')
  expect(await tables(one.url)).toContain('seen')
  expect(await tables(other.url)).not.toContain('seen')
  await Promise.all([one.drop(), other.drop()])
})

test('an empty database has no tables and speaks UTF-8', async () => {
  const database = await createEmptyDatabase()
  expect(await tables(database.url)).toEqual([])
  expect(await query(database.url, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
  await database.drop()
  await expect(query(database.url, 'select 1')).rejects.toMatchObject({ code: '3D000' })
})

async function tables(url: string): Promise<unknown[]> {
  const rows = await query<{ name: string }>(
    url,
    `select tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  return rows.map((row) => row.name)
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}
