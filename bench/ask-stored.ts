import { asOperator, connect } from '../src/db/database.ts'
import { workOff } from '../src/warehouse/ask/search-index/bring-up.ts'
import { countValues } from '../src/warehouse/ask/search-index/count-values.ts'
import { queueAll } from '../src/warehouse/ask/search-index/rebuild.ts'
import type { combinations } from './ask-combinations.ts'
import { storeAskData } from './ask-data.ts'
import type { BenchDatabase, BenchServer } from './database.ts'
import { seconds } from './measure.ts'

/** A database with so many people and a fifth as many companies, and their search rows. */
export async function openAskData(server: BenchServer, people: number): Promise<BenchDatabase> {
  const database = await server.filledDatabase(`ask_${people}`, (empty) => fill(empty, people, people / 5))
  await bringUp(database)
  return database
}

async function fill(database: BenchDatabase, people: number, companies: number): Promise<void> {
  await storeAskData(database.client, { people, companies }, (step) => console.error(`  ${step}`))
}

/** The search rows are made as a server makes them, and only where they are not there or of another version. */
async function bringUp({ url, client }: BenchDatabase): Promise<void> {
  const db = connect(url)
  let done = 0
  const taken = await seconds(async () => {
    await queueAll(db)
    done = await workOff(db)
  })
  if (done > 0) await asOperator(db, countValues)
  await db.close()
  if (done === 0) return
  console.error(`  search rows: ${done} in ${taken.toFixed(0)} s, ${(done / taken).toFixed(0)}/s`)
  await client.query('vacuum analyze core.person_search, core.company_search, core.alumni_search')
  await client.query('checkpoint')
}

/** Profiles and addresses as somebody brings them along who knows these people already. */
export async function readLists({ client }: BenchDatabase): Promise<Parameters<typeof combinations>[0]> {
  const { rows } = await client.query<{ linkedin_url: string; work_email: string }>(
    `select linkedin_url, work_email from core.people where work_email is not null order by id limit 300`,
  )
  return {
    profiles: rows.slice(0, 150).map(({ linkedin_url }) => linkedin_url),
    addresses: rows.slice(150).map(({ work_email }) => work_email),
  }
}
