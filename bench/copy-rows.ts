import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { filledTables } from './database.ts'

const BLOCK = 256 * 1024

export interface TableRows {
  table: string
  /** COPY's text format, in blocks that are ready to be sent. */
  blocks: Buffer[]
}

/** The rows of every table that has some, parents first. */
export async function copyOut(client: pg.Client): Promise<TableRows[]> {
  const tables: TableRows[] = []
  for (const table of await filledTables(client)) tables.push({ table, blocks: await readTable(client, table) })
  return tables
}

async function readTable(client: pg.Client, table: string): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  const collect = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  await pipeline(client.query(copyTo(`copy ${table} to stdout`)), collect)
  const whole = Buffer.concat(chunks)
  const blocks: Buffer[] = []
  for (let at = 0; at < whole.length; at += BLOCK) blocks.push(whole.subarray(at, at + BLOCK))
  return blocks
}

/** Writes rows as fast as PostgreSQL takes them: one connection, one transaction, no work done by triggers of ours. */
export async function copyIn(client: pg.Client, tables: readonly TableRows[]): Promise<void> {
  await client.query(`begin; set local galena.sync = 'off'`)
  for (const { table, blocks } of tables) {
    await pipeline(Readable.from(blocks), client.query(copyFrom(`copy ${table} from stdin`)))
  }
  await client.query('commit')
}
