import { type BenchDatabase, type BenchServer, payloadSchemas } from './database.ts'
import { type HttpServer, startHttpServer } from './http-server.ts'
import type { Limit } from './measure.ts'
import { profiles } from './profiles.ts'
import { storeEntities } from './resolve-data.ts'
import { joinLines, sendStream } from './send-stream.ts'
import type { Sizes } from './sizes.ts'

/** Pairs of each kind in a round. */
const pairs = 50
/** What merges log: the only rows that stay. */
const logs = [
  'core.identity_merges',
  'core.identity_changes',
  'core.company_search_changes',
  'core.person_search_changes',
]

/**
 * Merging two people or companies and undoing it, one after the other over HTTP, among the rows of many others. People come
 * with their jobs and schools, companies with the people who work there. Fails unless every row of every table but the log
 * of merges is what it was.
 */
export async function merge(server: BenchServer, { payloads, people, runs }: Sizes): Promise<Limit[]> {
  const database = await server.createDatabase()
  await storeEntities(database.client, { companies: people / 10, people: people / 10 })
  const http = await startHttpServer(server, database)
  await sendStream(http, joinLines(profiles(payloads, 1)), payloads)
  await database.client.query('vacuum analyze')
  const chosen = await choose(database)
  const before = await stateOf(database)
  const times = { merge: [] as number[], unmerge: [] as number[] }
  for (let round = 0; round <= runs; round++) {
    const took = { merge: [] as number[], unmerge: [] as number[] }
    for (const { path, into, from } of chosen) {
      const merged = await post(http, `/v1/${path}/merge`, { into, from })
      const undone = await post(http, `/v1/${path}/unmerge`, { id: merged.body.merge_id })
      took.merge.push(merged.ms)
      took.unmerge.push(undone.ms)
    }
    // The first round warms caches and compilers.
    if (round === 0) continue
    times.merge.push(slowest(took.merge))
    times.unmerge.push(slowest(took.unmerge))
  }
  if ((await stateOf(database)) !== before) throw new Error('Merges were undone, and rows are not what they were')
  await http.stop()
  await database.drop()
  const what = `of 2 × ${pairs} people and companies, the slowest but one in twenty`
  return [
    { name: 'merge', what: `merges ${what}`, unit: 'ms', below: 50, values: times.merge },
    { name: 'unmerge', what: `their undoing ${what}`, unit: 'ms', below: 50, values: times.unmerge },
  ]
}

interface Pair {
  path: 'people' | 'companies'
  into: string
  from: string
}

/** People with the most jobs and companies with the most people: what is the most work. */
async function choose({ client }: BenchDatabase): Promise<Pair[]> {
  const { rows: people } = await client.query<{ name: string }>(
    `select linkedin_url as name from core.person_work_history group by 1 order by count(*) desc, 1 limit $1`,
    [2 * pairs],
  )
  const { rows: companies } = await client.query<{ name: string }>(
    `select c.domain as name from core.person_work_history h join core.companies c on c.domain = h.company_domain
     group by 1 order by count(*) desc, 1 limit $1`,
    [2 * pairs],
  )
  const inPairs = (path: Pair['path'], names: { name: string }[]) =>
    Array.from({ length: Math.floor(names.length / 2) }, (_, i) => ({
      path,
      into: names[2 * i]?.name ?? '',
      from: names[2 * i + 1]?.name ?? '',
    }))
  return [...inPairs('people', people), ...inPairs('companies', companies)]
}

async function post({ port, authorization }: HttpServer, path: string, body: object) {
  const begun = performance.now()
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as { merge_id: string }
  const ms = performance.now() - begun
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`)
  return { body: answer, ms }
}

function slowest(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN
}

/** One text for all rows of all tables, without their times of writing; the order of rows does not count. */
async function stateOf({ client }: BenchDatabase): Promise<string> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any($1) order by 1`,
    [payloadSchemas],
  )
  const parts: string[] = []
  for (const { name } of tables) {
    if (logs.includes(name)) continue
    const { rows } = await client.query<{ n: string; hash: string | null }>(
      `select count(*) as n, sum(hashtextextended((to_jsonb(t) - 'created_at' - 'updated_at')::text, 0)) as hash from ${name} t`,
    )
    parts.push(`${name} ${rows[0]?.n} ${rows[0]?.hash}`)
  }
  return parts.join('\n')
}
