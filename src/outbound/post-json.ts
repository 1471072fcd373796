import type { LookupAddress } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { notPublic, type Target } from './check-target.ts'
import { isPublicAddress, plainAddress } from './classify-address.ts'
import { type Resolve, resolveTarget } from './resolve-host.ts'

export type PostAnswer =
  | {
      kind: 'answered'
      status: number
      /** What `Retry-After` says, in seconds. */
      retryAfter: number | undefined
      /** The first 64 KiB. */
      body: string
    }
  /** Not called, because it must not be. */
  | { kind: 'refused'; message: string }
  /** No whole answer: no address, no connection, reset, or not in time. It may have been received. */
  | { kind: 'unreachable'; message: string }

export interface PostOptions {
  headers?: Record<string, string>
  /** For everything together, from the name's resolution to the end of the answer. 15 s unless given. */
  deadlineMs?: number
}

const DEADLINE_MS = 15_000
const ANSWER_BYTES = 65_536
const HEADER_BYTES = 16_384

/**
 * Sends one body and reads the answer: no redirects (3xx is an answer like any other), no proxy, no connection that
 * was used before. Throws `TargetRefused`, and what makes a connection fail.
 */
export async function postJson(
  target: Target,
  resolve: Resolve,
  body: string,
  { headers = {}, deadlineMs = DEADLINE_MS }: PostOptions = {},
): Promise<PostAnswer> {
  const tooLate = `No answer within ${deadlineMs / 1000} s`
  const deadline = AbortSignal.timeout(deadlineMs)
  try {
    // The addresses that were checked are those that are connected to: nobody asks a second time.
    const addresses = await Promise.race([resolveTarget(target, resolve), aborted(deadline)])
    return await exchange(target, addresses, Buffer.from(body), headers, deadline)
  } catch (error) {
    if (deadline.aborted) return { kind: 'unreachable', message: tooLate }
    throw error
  }
}

function exchange(
  { url, allowed, host }: Target,
  addresses: LookupAddress[],
  body: Buffer,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<PostAnswer> {
  return new Promise((done, fail) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      agent: false,
      lookup: answering(addresses),
      signal,
      maxHeaderSize: HEADER_BYTES,
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'user-agent': 'Galena',
        accept: '*/*',
        ...headers,
        connection: 'close',
      },
    })
    // A literal address is never looked up, and this is also what holds should the lookup ever be passed by.
    request.on('socket', (socket) => {
      socket.prependOnceListener('connect', () => {
        const remote = plainAddress(socket.remoteAddress ?? '')
        if (!allowed && !isPublicAddress(remote)) request.destroy(notPublic(host))
      })
    })
    request.on('error', fail)
    request.on('response', (response) => {
      readAnswer(response).then((text) => {
        const status = response.statusCode ?? 0
        done({ kind: 'answered', status, retryAfter: retryAfter(response.headers['retry-after']), body: text })
        request.destroy()
      }, fail)
    })
    request.end(body)
  })
}

/** A lookup that knows its answer. */
function answering(addresses: LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses
    if (options.all === true) callback(null, addresses)
    else callback(null, first?.address ?? '', first?.family)
  }
}

async function readAnswer(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    size += chunk.length
    // Enough: leaving the loop closes the connection.
    if (size >= ANSWER_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString('utf8')
}

/** Seconds or a date; undefined for anything else. */
function retryAfter(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text)
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1000))
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
  })
}
