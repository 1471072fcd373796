import pg from 'pg'
import { type BenchDatabase, type BenchServer, filledTables } from './database.ts'
import { startHttpServer } from './http-server.ts'
import { profiles } from './profiles.ts'
import { joinLines, sendStream } from './send-stream.ts'

export interface RowInsert {
  text: string
  values: (string | null)[]
}

const CONNECTIONS = 8

/** The rows that the flow makes of some profiles, as the inserts that each profile would need, parents first. */
export async function rowsOfPayloads(server: BenchServer, count: number): Promise<RowInsert[][]> {
  const database = await server.createDatabase()
  const http = await startHttpServer(server, database)
  await sendStream(http, joinLines(profiles(count, 1)), count)
  await http.stop()
  const rows = await readRows(database)
  await database.drop()
  return rows
}

async function readRows({ url, client }: BenchDatabase): Promise<RowInsert[][]> {
  const tables = await filledTables(client)
  // Every value as PostgreSQL writes it, which is also how it reads it.
  const texts = new pg.Client({ connectionString: url, types: { getTypeParser: () => (text: unknown) => text } })
  await texts.connect()
  const rawIds = await rawIdsByName(texts)
  const payloads = new Map<string, RowInsert[]>([...rawIds.values()].map((rawId) => [rawId, []]))
  for (const table of tables) {
    const { rows } = await texts.query<Record<string, string | null>>(`select * from ${table}`)
    rows.forEach((row, i) => {
      const list = payloads.get(rawIdOf(row, rawIds)) ?? [...payloads.values()][i % payloads.size]
      list?.push(insertOf(table, row))
    })
  }
  await texts.end()
  return [...payloads.values()]
}

/** Raw ids by what rows without one name: a profile URL, an observed key, a company's domain. */
async function rawIdsByName(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; raw_id: string }>(
    `select linkedin_url as name, id as raw_id from raw.person_payloads
     union all select subject, raw_payload_id from core.person_observations
     union all select subject, raw_payload_id from core.company_observations`,
  )
  return new Map(rows.map(({ name, raw_id }) => [name, raw_id]))
}

/** The payload that a row came with; of those that several payloads share, one. */
function rawIdOf(row: Record<string, string | null>, rawIds: Map<string, string>): string {
  const named = row.linkedin_url ?? row.root ?? row.key ?? `domain:${row.domain}`
  return row.raw_payload_id ?? row.raw_id ?? rawIds.get(named) ?? row.id ?? ''
}

function insertOf(table: string, row: Record<string, string | null>): RowInsert {
  const columns = Object.keys(row)
  const places = columns.map((_, i) => `$${i + 1}`)
  return {
    text: `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`,
    values: Object.values(row),
  }
}

/** Ingestion as it is written without thinking of speed: a transaction per payload and a statement per row. */
export async function writeStatementByStatement(
  database: BenchDatabase,
  payloads: readonly RowInsert[][],
): Promise<void> {
  const next = payloads.values()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const client = new pg.Client({ connectionString: database.url, options: '-c galena.sync=off' })
      await client.connect()
      for (const inserts of next) {
        await client.query('begin')
        for (const { text, values } of inserts) await client.query(text, values)
        await client.query('commit')
      }
      await client.end()
    }),
  )
}
