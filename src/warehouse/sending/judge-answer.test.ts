import { expect, test } from 'vitest'
import type { PostAnswer } from '../../outbound/post-json.ts'
import { judgeAnswer, RETRY_RULES } from './judge-answer.ts'

const answered = (status: number, retryAfter?: number, body = ''): PostAnswer => ({
  kind: 'answered',
  status,
  retryAfter,
  body,
})
const judge = (answer: PostAnswer, attempts = 1) => judgeAnswer(answer, attempts, RETRY_RULES, () => 0.5)

test('every status has one meaning', () => {
  const meaning = Object.fromEntries(
    Array.from({ length: 500 }, (_, i) => i + 100).map((status) => [status, judge(answered(status)).kind]),
  )
  const of = (kind: string) =>
    Object.keys(meaning)
      .filter((status) => meaning[status] === kind)
      .map(Number)
  expect(of('sent')).toEqual(Array.from({ length: 100 }, (_, i) => i + 200))
  expect(of('again')).toEqual([408, 425, 429, ...Array.from({ length: 100 }, (_, i) => i + 500)])
  expect(of('refused')).toEqual([])
  const stopping = Array.from({ length: 500 }, (_, i) => judge(answered(i + 100))).filter(
    (verdict) => verdict.kind === 'failed' && verdict.stopJob,
  )
  expect(stopping).toMatchObject([{ httpStatus: 410 }])
})

test('a receiver that names a time is asked again then, and the job waits; at most an hour', () => {
  expect(judge(answered(429, 7))).toMatchObject({ kind: 'again', waitMs: 7_000, holdMs: 7_000 })
  expect(judge(answered(503, 7))).toMatchObject({ kind: 'again', waitMs: 7_000, holdMs: 7_000 })
  expect(judge(answered(503))).toMatchObject({ kind: 'again', waitMs: 5_000, holdMs: 0 })
  expect(judge(answered(429))).toMatchObject({ kind: 'again', waitMs: 5_000, holdMs: 5_000 })
  expect(judge(answered(429, 1e9))).toMatchObject({ waitMs: 3_600_000 })
})

test('waits double and end: ten attempts within about 45 minutes', () => {
  const waits = Array.from({ length: 9 }, (_, i) => judge(answered(500), i + 1)).map((verdict) =>
    verdict.kind === 'again' ? verdict.waitMs / 1000 : Number.NaN,
  )
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280])
  expect(judge(answered(500), 10)).toMatchObject({ kind: 'failed', stopJob: false })
  expect(judge({ kind: 'unreachable', message: 'reset' }, 10)).toMatchObject({ kind: 'failed', message: 'reset' })
  const spread = [0, 1].map((random) => judgeAnswer(answered(500), 1, RETRY_RULES, () => random))
  expect(spread).toMatchObject([{ waitMs: 4_000 }, { waitMs: 6_000 }])
})

test('what a receiver says can be stored, whatever it is', () => {
  const said = judge(answered(400, undefined, `\0\ud800${'x'.repeat(9_000)}`))
  expect(said.kind === 'failed' && said.message.length).toBeLessThan(400)
  expect(said.kind === 'failed' && /\0|\ud800/.test(said.message)).toBe(false)
})
