import { once } from 'node:events'
import { request } from 'node:http'
import { createInterface } from 'node:readline'
import type { Galena } from '../src/start.ts'

export interface Sent {
  answered: number
  accepted: number
  /** Answered with `deduplicated`: nothing was stored. */
  known: number
  refused: number
  seconds: number
}

/** Streams records to a workflow over HTTP, as any sender would, and counts the answers as they come back. */
export async function sendLines(
  galena: Galena,
  slug: string,
  lines: Iterable<string>,
  onProgress: (sent: Sent) => void,
): Promise<Sent> {
  const begun = performance.now()
  const sent: Sent = { answered: 0, accepted: 0, known: 0, refused: 0, seconds: 0 }
  const stream = request(new URL(`/v1/ingest/${slug}`, galena.url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${galena.operatorKey}` },
  })
  const answers = new Promise<void>((resolve, reject) => {
    stream.on('error', reject)
    stream.on('response', async (response) => {
      try {
        for await (const line of createInterface(response)) {
          note(sent, JSON.parse(line))
          sent.seconds = (performance.now() - begun) / 1000
          onProgress(sent)
        }
        resolve()
      } catch (error) {
        reject(error)
      }
    })
  })
  // Reported by whoever awaits it below.
  answers.catch(() => undefined)
  for (const line of lines) {
    if (stream.destroyed) break
    if (!stream.write(`${line}\n`)) await Promise.race([once(stream, 'drain'), answers])
  }
  stream.end()
  await answers
  return sent
}

function note(sent: Sent, answer: { success?: boolean; deduplicated?: boolean; error?: string }): void {
  if (answer.success === undefined) throw new Error(`The server answered: ${JSON.stringify(answer)}`)
  sent.answered++
  if (answer.deduplicated === true) sent.known++
  else if (answer.success) sent.accepted++
  else sent.refused++
}
