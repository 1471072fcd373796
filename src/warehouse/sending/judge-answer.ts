import type { PostAnswer } from '../../outbound/post-json.ts'

export interface RetryRules {
  /** Attempts of a record before it has failed. */
  attempts: number
  /** Before the second attempt; doubled each time. */
  firstWaitMs: number
  longestWaitMs: number
}

/** Ten attempts within about 45 minutes. */
export const RETRY_RULES: RetryRules = { attempts: 10, firstWaitMs: 5_000, longestWaitMs: 3_600_000 }

export type Verdict =
  | { kind: 'sent'; httpStatus: number }
  | { kind: 'failed'; httpStatus: number | null; message: string; stopJob: boolean }
  /** holdMs: the whole job waits, because the receiver asked for it. */
  | { kind: 'again'; httpStatus: number | null; message: string; waitMs: number; holdMs: number }
  /** No call may be made to this address: the record was not tried. */
  | { kind: 'refused'; httpStatus: null; message: string }

/**
 * What an answer means for its record. 2xx is sent. 429 and 503 hold the whole job for as long as `Retry-After` says;
 * 408, 425, 429, 5xx and no answer are tried again; 410 ends the job; everything else, redirects among it, will not get
 * better by being repeated.
 */
export function judgeAnswer(answer: PostAnswer, attempts: number, rules: RetryRules, random = Math.random): Verdict {
  if (answer.kind === 'refused') return { kind: 'refused', httpStatus: null, message: answer.message }
  // Spread by a fifth, so that records that failed together do not come back together.
  const spread = 0.8 + 0.4 * random()
  const backoff = Math.round(Math.min(rules.firstWaitMs * 2 ** (attempts - 1), rules.longestWaitMs) * spread)
  if (answer.kind === 'unreachable') return again(null, answer.message, backoff, 0)
  const { status, retryAfter } = answer
  if (status >= 200 && status < 300) return { kind: 'sent', httpStatus: status }
  const message = sayAnswer(status, answer.body)
  if (status === 410) return { kind: 'failed', httpStatus: status, message, stopJob: true }
  if (status === 429 || (status === 503 && retryAfter !== undefined)) {
    const wait = retryAfter === undefined ? backoff : Math.min(retryAfter * 1000, rules.longestWaitMs)
    return again(status, message, wait, wait)
  }
  if (status >= 500 || status === 408 || status === 425) return again(status, message, backoff, 0)
  return { kind: 'failed', httpStatus: status, message, stopJob: false }

  function again(httpStatus: number | null, message: string, waitMs: number, holdMs: number): Verdict {
    if (attempts >= rules.attempts) return { kind: 'failed', httpStatus, message, stopJob: false }
    return { kind: 'again', httpStatus, message, waitMs, holdMs }
  }
}

function sayAnswer(status: number, body: string): string {
  if (status >= 300 && status < 400) return `${status}: redirects are not followed`
  // Zeros and lone surrogates are no text for the database.
  const text = body.slice(0, 300).replaceAll('\0', '').toWellFormed().trim()
  return text === '' ? `The receiver answered ${status}` : `The receiver answered ${status}: ${text}`
}
