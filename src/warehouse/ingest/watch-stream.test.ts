import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { intakeLimits } from './intake-limits.ts'
import { watchStream } from './watch-stream.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function watched() {
  const socket = { bytesRead: 0, bytesWritten: 0 }
  const destroy = vi.fn()
  const stopping = new AbortController()
  const watch = watchStream({ socket } as IncomingMessage, { destroy } as unknown as ServerResponse, stopping.signal)
  let reason: string | undefined
  void watch.stopped.then(({ code }) => {
    reason = code
  })
  return { socket, destroy, stopping, watch, reason: () => reason }
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000)

test('a sender that stands still is given up, one that sends a byte now and then is not', async () => {
  const { socket, reason } = watched()
  for (let i = 0; i < 10; i++) {
    socket.bytesRead++
    await seconds(intakeLimits.streamIdleSeconds - 5)
  }
  expect(reason()).toBeUndefined()
  await seconds(10)
  expect(reason()).toBe('stream_idle')
})

test('time in which the server itself is the one who waits does not count', async () => {
  const { watch, reason } = watched()
  const { promise, resolve } = Promise.withResolvers<void>()
  const pausing = watch.pause(promise)
  await seconds(intakeLimits.streamIdleSeconds * 10)
  expect(reason()).toBeUndefined()
  resolve()
  await pausing
  await seconds(intakeLimits.streamIdleSeconds + 5)
  expect(reason()).toBe('stream_idle')
})

test('answers that nobody reads are given up later, and only then is the connection cut', async () => {
  const { socket, destroy, watch, reason } = watched()
  watch.answersRemain()
  await seconds(intakeLimits.answerIdleSeconds - 5)
  socket.bytesWritten++
  await seconds(intakeLimits.answerIdleSeconds - 5)
  expect(destroy).not.toHaveBeenCalled()
  await seconds(10)
  expect(destroy).toHaveBeenCalled()
  expect(reason()).toBeUndefined()
})

test('a stop of the process ends it at once; after the end nothing is watched', async () => {
  const { stopping, watch, reason } = watched()
  stopping.abort()
  await seconds(0)
  expect(reason()).toBe('shutting_down')
  watch.end()
  expect(vi.getTimerCount()).toBe(0)
})
