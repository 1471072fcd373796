import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError, unavailable } from '../../errors.ts'
import { intakeLimits } from './intake-limits.ts'

export interface StreamWatch {
  /** Resolves with the reason when the stream must end before its sender ends it. */
  stopped: Promise<AppError>
  /** Waits for something other than the sender: its silence does not count meanwhile. */
  pause<T>(waiting: Promise<T>): Promise<T>
  /** From now on only the reading of answers counts. */
  answersRemain(): void
  end(): void
}

const LOOK_MS = 1_000

/**
 * Ends what would last for ever, where a total time limit cannot be had because streams may be of any length: a sender
 * that stands still (60 s), a client that leaves its answers unread (300 s), and every stream when the process stops.
 */
export function watchStream(request: IncomingMessage, response: ServerResponse, stopping: AbortSignal): StreamWatch {
  const { promise: stopped, resolve } = Promise.withResolvers<AppError>()
  const { socket } = request
  let reading = true
  let limit: number = intakeLimits.streamIdleSeconds
  let pauses = 0
  let bytes = progress()
  let since = performance.now()

  const timer = setInterval(look, LOOK_MS)
  timer.unref()
  stopping.addEventListener('abort', stop, { once: true })
  if (stopping.aborted) stop()

  function progress(): number {
    return reading ? (socket.bytesRead ?? 0) : (socket.bytesWritten ?? 0)
  }

  function look(): void {
    const now = performance.now()
    if (pauses > 0 || progress() !== bytes) {
      bytes = progress()
      since = now
    } else if (now - since > limit * 1000) {
      if (reading) resolve(new AppError(408, 'stream_idle', `Nothing arrived for ${limit} s`))
      else response.destroy()
    }
  }

  function stop(): void {
    resolve(unavailable('shutting_down', 'The server is stopping: send the rest again in a moment', 2))
  }

  return {
    stopped,
    async pause(waiting) {
      pauses++
      try {
        return await waiting
      } finally {
        pauses--
      }
    },
    answersRemain() {
      reading = false
      limit = intakeLimits.answerIdleSeconds
      bytes = progress()
      since = performance.now()
    },
    end() {
      clearInterval(timer)
      stopping.removeEventListener('abort', stop)
    },
  }
}
