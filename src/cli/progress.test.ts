import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { CliContext, CliStream } from './context.ts'
import { startProgress } from './progress.ts'

/** What a bar writes to a terminal, without the codes that move the cursor. */
async function shown(total: number | undefined): Promise<string> {
  const stream: CliStream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 })
  const chunks: string[] = []
  stream.on('data', (chunk) => chunks.push(String(chunk)))
  const progress = startProgress({ err: stream } as CliContext, { label: 'people.ndjson', total })
  await sleep(20)
  progress.update({ done: 1_200, refused: 3, position: 50 })
  progress.say('a note')
  await sleep(300)
  progress.stop()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return chunks.join('').replaceAll(/\u001b(\[[?\d;]*[A-Za-z]|[78])/g, '')
}

test('a bar shows the share, the records, the rate, the time that is left, and what was refused', async () => {
  const text = await shown(100)
  expect(text).toMatch(/people\.ndjson █{10}░{10} 50% {2}1,200 rows {2}[\d,]+\/s {2}[\d.]+ s left {2}3 refused/)
  expect(text).toContain('a note\n')
})

test('without a known end there is no bar and no time that is left', async () => {
  const text = await shown(undefined)
  expect(text).toMatch(/people\.ndjson {2}1,200 rows {2}[\d,]+\/s {2}3 refused/)
  expect(text).not.toMatch(/█|left|%/)
})
