import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { problemBody } from './errors.ts'

interface ClientError extends Error {
  code?: string
  /** A Buffer, whatever its type says. */
  rawPacket?: unknown
}

/** A request that Node's parser gave up: there is no request object, so the answer is written to the socket. */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, code, detail] = meaning(error)
  const body = JSON.stringify(problemBody(status, code, detail, randomUUID()))
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

function meaning({ code, rawPacket }: ClientError): [status: number, code: string, detail: string] {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'request_timeout', 'The headers did not arrive in time']
  if (code !== 'HPE_HEADER_OVERFLOW') return [400, 'bad_request', 'This is not a well-formed HTTP request']
  // One header limit covers both; the packet in which it was passed tells whether the request line had ended.
  if (Buffer.isBuffer(rawPacket) && /^[A-Z]+ [^ ]{4096}/.test(rawPacket.toString('latin1', 0, 8192))) {
    return [414, 'url_too_long', 'The URL is too long']
  }
  return [431, 'headers_too_large', 'The headers are too large']
}
