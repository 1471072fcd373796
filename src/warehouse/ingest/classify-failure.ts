import { RepeatBatch } from './lock-keys.ts'

export interface Failure {
  /**
   * - `data`: one payload of the batch cannot be written: split.
   * - `again`: the transaction met another one: do all of it again.
   * - `away`: the database is not there (any more): wait, then do all of it again.
   * - `bug`: anything else.
   */
  kind: 'data' | 'again' | 'away' | 'bug'
  code: string
  message: string
}

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'])

/** Tells from the SQLSTATE or the network's code what to do about a failed batch. */
export function classifyFailure(error: unknown): Failure {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof RepeatBatch) return { kind: 'again', code: 'repeat', message }
  if (code === '40P01' || code === '40001' || code === '55P03') return { kind: 'again', code, message }
  if (NETWORK.has(code) || /^(08|57P|53)/.test(code) || code === 'connection') return { kind: 'away', code, message }
  if (/^(22|23|54|42804|42883|0A)/.test(code)) return { kind: 'data', code, message }
  // Thrown by our own code while it wrote this batch: one payload's fault as far as anybody can tell.
  return { kind: code === '' ? 'data' : 'bug', code: code || 'internal', message }
}

/** pg's own errors of a broken connection carry no code; they are known by their fixed texts only. */
const BROKEN =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed|Cannot use a pool after)/

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  if (error instanceof Error && BROKEN.test(error.message)) return 'connection'
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
