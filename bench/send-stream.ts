import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import type { HttpServer } from './http-server.ts'
import { slug } from './profiles.ts'

const BLOCK = 256 * 1024

/** Bodies as lines, joined to blocks that are cheap to write. */
export function joinLines(bodies: readonly Buffer[]): Buffer[] {
  const blocks: Buffer[] = []
  let lines: Buffer[] = []
  let size = 0
  const cut = () => {
    blocks.push(Buffer.concat(lines))
    lines = []
    size = 0
  }
  for (const body of bodies) {
    lines.push(body, Buffer.from('\n'))
    size += body.length + 1
    if (size >= BLOCK) cut()
  }
  if (size > 0) cut()
  return blocks
}

export interface StreamOptions {
  /** Read nothing of the answers before everything has been sent. */
  readLate?: boolean
  /** Called with the number of answers that have come. */
  onAnswers?: (total: number) => void
}

/** Sends NDJSON and reads the answers; rejects unless `lines` of them came and every one says 200. */
export async function sendStream(
  { port, authorization }: HttpServer,
  blocks: Iterable<Buffer>,
  lines: number | (() => number),
  { readLate = false, onAnswers }: StreamOptions = {},
): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  if (readLate) socket.pause()
  const outgoing = request({
    createConnection: () => socket,
    method: 'POST',
    path: `/v1/ingest/${slug}`,
    headers: { authorization, 'content-type': 'application/x-ndjson' },
  })
  const answered = new Promise<number>((resolve, reject) => {
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => countAnswers(incoming, onAnswers).then(resolve, reject))
  })
  answered.catch(() => undefined)
  for (const block of blocks) {
    if (!outgoing.write(block)) await Promise.race([once(outgoing, 'drain'), answered])
  }
  outgoing.end()
  if (readLate) {
    await once(outgoing, 'finish')
    if (socket.bytesRead > 0) throw new Error('The client read although it should not have')
    socket.resume()
  }
  const answers = await answered
  const expected = typeof lines === 'number' ? lines : lines()
  if (answers !== expected) throw new Error(`${expected} lines were sent and ${answers} answers came`)
}

async function countAnswers(incoming: IncomingMessage, onAnswers?: (total: number) => void): Promise<number> {
  let [answers, accepted] = [0, 0]
  let rest = ''
  let refused = ''
  incoming.setEncoding('latin1')
  for await (const chunk of incoming) {
    const text = rest + chunk
    const end = text.lastIndexOf('\n') + 1
    answers += occurrences(text, '\n', end)
    accepted += occurrences(text, '"status":200,', end)
    if (accepted !== answers && refused === '')
      refused = text.split('\n').find((line) => !line.includes('"status":200,')) ?? ''
    rest = text.slice(end)
    onAnswers?.(answers)
  }
  if (incoming.statusCode !== 200) throw new Error(`The stream was answered ${incoming.statusCode}: ${rest}`)
  if (accepted !== answers) throw new Error(`${answers - accepted} of ${answers} lines were not accepted: ${refused}`)
  return answers
}

function occurrences(text: string, part: string, end: number): number {
  let count = 0
  for (let at = text.indexOf(part); at !== -1 && at < end; at = text.indexOf(part, at + part.length)) count++
  return count
}
