import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { HttpServer } from './http-server.ts'
import { slug } from './profiles.ts'

/** Complete requests, headers and all: the client of a benchmark must cost next to nothing. */
export function singleRequests(
  { port, authorization }: Pick<HttpServer, 'port' | 'authorization'>,
  bodies: readonly Buffer[],
  path = `/v1/ingest/${slug}`,
): Buffer[] {
  return bodies.map((body) =>
    Buffer.concat([
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${authorization}\r\n` +
          `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
      ),
      body,
    ]),
  )
}

export function getRequests(
  { port, authorization }: Pick<HttpServer, 'port' | 'authorization'>,
  paths: readonly string[],
) {
  return paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${authorization}\r\n\r\n`),
  )
}

/** Opens connections that are kept, one for each caller. */
export async function openCallers({ port }: Pick<HttpServer, 'port'>, count: number): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      await once(socket, 'connect')
      return socket
    }),
  )
}

/**
 * Each caller sends one request, waits for its answer, and takes the next one. Rejects unless all are answered 200.
 * Gives the milliseconds that each answer took, in the order of the requests.
 */
export async function sendSingles(callers: readonly Socket[], requests: readonly Buffer[]): Promise<number[]> {
  const next = requests.entries()
  const times: number[] = []
  await Promise.all(callers.map((socket) => callUntilDone(socket, next, times)))
  return times
}

function callUntilDone(socket: Socket, next: Iterator<[number, Buffer], undefined>, times: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = ''
    let begun = 0
    let index = 0
    const call = () => {
      const { value } = next.next()
      begun = performance.now()
      if (value === undefined) return finish()
      index = value[0]
      socket.write(value[1])
    }
    const read = (chunk: Buffer) => {
      answer += chunk.toString('latin1')
      if (!isComplete(answer)) return
      if (!answer.startsWith('HTTP/1.1 200')) return finish(new Error(`Not accepted: ${answer}`))
      answer = ''
      times[index] = performance.now() - begun
      call()
    }
    const lost = () => finish(new Error('The server closed the connection'))
    const finish = (error?: Error) => {
      socket.off('data', read).off('close', lost)
      if (error) reject(error)
      else resolve()
    }
    socket.on('data', read).on('close', lost)
    call()
  })
}

function isComplete(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n')
  if (head === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)
  if (length === null) throw new Error(`An answer without a length: ${answer}`)
  return answer.length >= head + 4 + Number(length[1])
}
