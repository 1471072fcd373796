import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestOf } from '../../src/warehouse/ingest/receive.ts'
import { replay } from '../../src/warehouse/ingest/replay.ts'
import { builtIn } from '../../src/warehouse/workflows/built-in.ts'
import { loadCatalog } from '../../src/warehouse/workflows/registry.ts'
import { sampleOf } from '../support/leaves.ts'
import { mutate, randomOf } from '../support/mutate.ts'
import { type Answer, eightAtOnce, type NastyServer, openNastyServer, residentMb } from '../support/nasty-server.ts'
import { stateOf, wipe } from '../support/state.ts'

const MUTATIONS = 1_000

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterAll(() => server.close())

test('1,000 damaged payloads of all families are each stored as they came or refused with a reason and kept', async () => {
  const random = randomOf(20_260_131)
  const cases = Array.from({ length: MUTATIONS }, (_, n) => {
    const workflow = builtIn[n % builtIn.length] as (typeof builtIn)[number]
    return { n, workflow, bytes: mutate(sampleOf(workflow.slug, n), random) }
  })
  const failures: string[] = []
  const counted: Record<number, number> = {}
  let warm = 0
  await eightAtOnce(cases, async ({ n, workflow, bytes }) => {
    if (n === MUTATIONS / 2) warm = residentMb()
    const path = workflow.route !== undefined && n % 2 === 0 ? workflow.route : `/v1/ingest/${workflow.slug}`
    const answer = await server.post(path, bytes)
    counted[answer.status] = (counted[answer.status] ?? 0) + 1
    const problem = await problemOf(answer, workflow.rawTable, bytes)
    if (problem !== null) failures.push(`${n} ${workflow.slug}: ${problem}\n${bytes}\n${answer.text.slice(0, 500)}`)
  })
  expect(failures).toEqual([])
  expect(residentMb() - warm).toBeLessThan(100)
  // Control: the damage is of every kind, and an answer to another body is noticed.
  expect(counted[200]).toBeGreaterThan(100)
  expect(counted[400]).toBeGreaterThan(100)
  expect(counted[422]).toBeGreaterThan(50)
  const other = Buffer.from(JSON.stringify({ domain: 'another.example', company_name: 'Another' }))
  const good = JSON.stringify(sampleOf('company-public', MUTATIONS))
  const answer = await server.post('/v1/ingest/company-public', good)
  expect(await problemOf(answer, 'raw.payloads', Buffer.from(good))).toBeNull()
  expect(await problemOf(answer, 'raw.payloads', other)).not.toBeNull()
  await server.wellAfterwards()
})

test('what was made of them comes back from a replay, and from nothing', async () => {
  const catalog = await loadCatalog(server.db)
  const before = await stateOf(server.db)
  await replay(server.db, catalog)
  expect(await differences(before)).toEqual([])
  await wipe(server.db)
  await replay(server.db, catalog)
  expect(await differences(before)).toEqual([])
})

async function differences(before: Record<string, string[]>): Promise<string[]> {
  const after = await stateOf(server.db)
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((table) => {
    const [then, now] = [new Set(before[table]), new Set(after[table])]
    const gone = [...then].filter((row) => !now.has(row)).map((row) => `- ${table} ${row.slice(0, 300)}`)
    const come = [...now].filter((row) => !then.has(row)).map((row) => `+ ${table} ${row.slice(0, 300)}`)
    return [...gone, ...come].slice(0, 5)
  })
}

/** What is wrong with an answer, or null. */
async function problemOf(answer: Answer, table: string, bytes: Buffer): Promise<string | null> {
  const { status, body } = answer
  if (status === 200 || status === 202 || status === 409 || body?.raw_id !== undefined) {
    const stored = 'select raw_payload, envelope, body, error from '
    const { rows } = await server.db.pool.query(`${stored}${table} where id = $1`, [body?.raw_id])
    const [row] = rows
    if (row === undefined) return 'acknowledged and not stored'
    // A refusal of ours has a name. Everything else is a fault in the extraction or of the database.
    if (/^extraction_failed$|^[0-9A-Z]{5}$/.test(row.error?.code ?? '')) return `failed: ${JSON.stringify(row.error)}`
    if (row.body !== null) return bytes.equals(row.body) ? null : 'other bytes were kept'
    const kept = JSON.stringify(sorted(requestOf(row.raw_payload, row.envelope)))
    return kept === JSON.stringify(sorted(JSON.parse(bytes.toString().replace(/^\ufeff/, '')))) ? null : `kept ${kept}`
  }
  if (status < 400 || status >= 500) return `status ${status}`
  if (body?.type !== `urn:galena:error:${body?.code}`) return 'no problem document'
  const { rows } = await server.db.pool.query('select body from raw.quarantine where id = $1', [body?.quarantine_id])
  return bytes.equals(rows[0]?.body ?? Buffer.alloc(0)) ? null : 'not kept as it came'
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}
