import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cli } from '../../../test/support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { openReceiver, type Receiver } from '../../../test/support/receiver.ts'

let database: TestDatabase
let receiver: Receiver
let folder: string
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  database = await createTestDatabase()
  receiver = await openReceiver()
  folder = await mkdtemp(join(tmpdir(), 'galena-cli-'))
  env = { DATABASE_URL: database.url, GALENA_DATA_DIR: join(folder, 'data'), GALENA_OUTBOUND_ALLOW: receiver.host }
})
afterAll(async () => {
  await receiver.close()
  await database.drop()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  receiver.received.length = 0
  receiver.answer = () => 200
})

async function ndjson(name: string, count: number): Promise<string> {
  const file = join(folder, name)
  const lines = Array.from({ length: count }, (_, i) => JSON.stringify({ name, n: i + 1 }))
  await writeFile(file, `${lines.join('\n')}\n`)
  return file
}

function sentNumbers(): number[] {
  return receiver.received.map(({ record }) => Number(record.n)).toSorted((a, b) => a - b)
}

test('a file of records is sent; what failed is sent again by --retry-failed, and nothing else', async () => {
  const short = await ndjson('short.ndjson', 12)
  receiver.answer = ({ record }) => (record.n === 7 ? 422 : 200)
  const first = await cli(['send', 'waterfall', short, '--to', receiver.url, '--rate', '50', '--json'], { env })
  expect(first.code).toBe(2)
  expect(JSON.parse(first.out)).toMatchObject({ status: 'completed', sent_count: 11, failed_count: 1 })
  receiver.answer = () => 200
  const again = await cli(['send', 'waterfall', short, '--retry-failed'], { env })
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining('12 sent, 0 failed') })
  expect(sentNumbers()).toEqual([1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 11, 12])
})

test('Ctrl-C pauses, --resume goes on with the rest, and a second job is refused meanwhile', async () => {
  const file = await ndjson('long.ndjson', 40)
  const stop = new AbortController()
  receiver.answer = () => {
    if (receiver.received.length === 5) stop.abort()
    return 200
  }
  const args = ['send', 'waterfall', file, '--to', receiver.url, '--rate', '50']
  const first = await cli(args, { env, stopped: stop.signal })
  expect(first).toMatchObject({ code: 130, err: expect.stringContaining('is paused') })
  const soFar = receiver.received.length
  expect(soFar).toBeLessThan(15)
  const second = await cli(args, { env })
  expect(second).toMatchObject({ code: 1, err: expect.stringContaining('sending_job_open') })
  const rest = await cli([...args.slice(0, 3), '--resume'], { env })
  expect(rest).toMatchObject({ code: 0, err: expect.stringContaining('40 sent, 0 failed') })
  expect(sentNumbers()).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
})

test('an upload is imported, sent in numbered batches, and only once', async () => {
  const file = join(folder, 'leads.csv')
  const rows = Array.from({ length: 5 }, (_, i) => `Ada${i},Byron,https://www.linkedin.com/sales/lead/L${i}`)
  await writeFile(file, `First Name,Last Name,linkedin_url_user_profile\n${rows.join('\n')}\n`)
  const imported = await cli(['import', 'salesnav', file, '--json'], { env })
  const { upload_id } = JSON.parse(imported.out)
  const args = ['send', 'salesnav', upload_id, '--to', receiver.url, '--rate', '50', '--batch-size', '2']
  const sent = await cli(args, { env })
  expect(sent).toMatchObject({ code: 0, err: expect.stringContaining('5 sent, 0 failed') })
  expect(receiver.received.map(({ record }) => record.clay_batch_number).toSorted()).toEqual([1, 1, 2, 2, 3])
  expect(receiver.received[0]?.record).toMatchObject({ upload_id, last_name: 'Byron' })
  expect(await cli(args, { env })).toMatchObject({ code: 1, err: expect.stringContaining('nothing_to_send') })
})

test('what cannot be sent is told before anything is kept', async () => {
  const file = await ndjson('other.ndjson', 2)
  expect(await cli(['send', 'waterfall', file], { env })).toMatchObject({
    code: 1,
    err: expect.stringContaining('webhook_missing'),
  })
  expect(await cli(['send', 'waterfall', file, '--to', 'http://10.0.0.1/'], { env })).toMatchObject({
    code: 1,
    err: expect.stringContaining('outbound_refused'),
  })
  await writeFile(file, '{"a":1}\n[2]\n')
  expect(await cli(['send', 'waterfall', file, '--to', receiver.url], { env })).toMatchObject({
    code: 1,
    err: expect.stringContaining('Line 2 of other.ndjson: a record is a JSON object'),
  })
  expect(receiver.received).toEqual([])
})
