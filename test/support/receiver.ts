import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as it arrived, and which one of its record it was. */
export interface Received {
  record: Record<string, unknown>
  id: string
  attempt: number
  at: number
}

/** What is answered: a status, or something worse. `silence` never answers, `reset` cuts the connection. */
export type Answer =
  | number
  | 'silence'
  | 'reset'
  | { status: number; headers?: Record<string, string>; body?: string; afterMs?: number }

export interface Receiver {
  url: string
  /** host:port, for the list of what may be called. */
  host: string
  received: Received[]
  /** Connections that were accepted, whatever came of them. */
  connections: number
  /** What the next requests are answered; 200 unless set. */
  answer: (received: Received) => Answer
  close(): Promise<void>
}

/** A real server on a free port of this machine that takes records and fails as it is told. */
export async function openReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const received: Received = {
        record: text === '' ? {} : JSON.parse(text),
        id: String(request.headers['x-galena-record-id']),
        attempt: Number(request.headers['x-galena-attempt']),
        at: Date.now(),
      }
      receiver.received.push(received)
      give(response, receiver.answer(received))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    host: `127.0.0.1:${port}`,
    received: [],
    connections: 0,
    answer: () => 200,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  server.on('connection', () => {
    receiver.connections++
  })
  return receiver
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function give(response: ServerResponse, answer: Answer): void {
  if (answer === 'silence') return
  if (answer === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  const { status, headers = {}, body = 'ok', afterMs = 0 } = typeof answer === 'number' ? { status: answer } : answer
  setTimeout(() => response.writeHead(status, headers).end(body), afterMs)
}
