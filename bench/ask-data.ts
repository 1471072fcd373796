import type pg from 'pg'
import { makePlaces, storeCompanies } from './ask-companies.ts'
import { storeFacts } from './ask-facts.ts'
import { storeJobs } from './ask-jobs.ts'
import { storePeople } from './ask-people.ts'

export interface Stored {
  people: number
  companies: number
}

/**
 * Fills core as a few months of enrichment leave it: people with titles, places, careers and promotions, their companies,
 * customers, investors, technologies and signals. Set-based, the same in every run, in steps that `log` is told.
 * Dates count back from today.
 */
export async function storeAskData(client: pg.Client, { people, companies }: Stored, log: (step: string) => void) {
  await client.query("set work_mem = '256MB'; set maintenance_work_mem = '1GB'; set synchronous_commit = off")
  const indexes = await dropIndexes(client)
  const steps: [string, () => Promise<void>][] = [
    ['companies', () => makePlaces(client).then(() => storeCompanies(client, companies))],
    ['people', () => storePeople(client, people, companies)],
    ['work history', () => storeJobs(client, companies)],
    ['customers, investors, technologies, signals', () => storeFacts(client, companies)],
    ['indexes', () => inTurn(client, indexes)],
    [
      'statistics',
      () =>
        inTurn(client, [
          // Everybody is queued anyway when the search rows are made for the first time.
          'truncate core.company_search_changes, core.person_search_changes',
          'vacuum analyze',
          'checkpoint',
          'reset all',
          'discard temp',
        ]),
    ],
  ]
  for (const [name, work] of steps) {
    const begun = performance.now()
    await work()
    log(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  }
}

/** The large tables are filled without their indexes, which are made afterwards in one pass each. */
const LARGE = ['people', 'person_work_history', 'person_past_employer', 'person_promotions', 'companies']

async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = 'core' and t.relname = any($1)
       and not exists (select from pg_constraint where conindid = i.indexrelid)`,
    [LARGE],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

async function inTurn(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement)
}
