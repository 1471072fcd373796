import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, malformed } from '../../errors.ts'
import { BodyError } from './body-error.ts'
import { inflate } from './inflate.ts'
import type { Intake } from './intake.ts'
import { intakeLimits } from './intake-limits.ts'
import { limits } from './limits.ts'
import { type LineWindow, openLineWindow } from './line-window.ts'
import { type Line, splitLines } from './split-lines.ts'
import { createSpool, type Spool } from './spool.ts'
import { watchStream } from './watch-stream.ts'

interface Stream {
  slug: string
  path: string
  keyId: string
  contentType: string | undefined
}

/**
 * Takes in an NDJSON stream of any length and answers each line, in order, as soon as its transaction has committed.
 * Memory is constant: reading stops while too much is on its way, and answers that the client does not read yet wait in
 * a file. A stream that breaks off ends with a line `{"status":"aborted","lines":n,…}`; everything that was answered
 * before is stored. Throws only while nothing has been answered: then the request has an ordinary problem as answer.
 */
export async function streamLines(
  intake: Intake,
  request: FastifyRequest,
  reply: FastifyReply,
  stream: Stream,
): Promise<FastifyReply> {
  const lines = splitLines(inflate(request.raw, request.headers['content-encoding']), limits.recordBytes)
  let spool: Spool | undefined
  const arrival = { path: stream.path, keyId: stream.keyId, contentType: stream.contentType }
  const window = openLineWindow(intake, { arrival, target: { slug: stream.slug }, number: 'line' }, async (answers) => {
    spool ??= begin(reply)
    let block = ''
    for (const answer of answers) block += `${JSON.stringify(answer)}\n`
    await spool.write(block)
  })
  const progress = { lines: 0, stopped: false }
  const watch = watchStream(request.raw, reply.raw, intake.stopping)
  try {
    const broken = await Promise.race([
      pump(lines, window, intake, progress, watch.pause).then(
        () => undefined,
        (error: unknown) => error,
      ),
      watch.stopped,
    ])
    progress.stopped = true
    request.note.lines = progress.lines
    await window.settled()
    if (progress.lines === 0)
      throw broken === undefined ? malformed('empty', 'The stream has no lines') : asProblem(broken)
    spool ??= begin(reply)
    if (broken !== undefined) await spool.write(lastWord(progress.lines, asProblem(broken)))
    watch.answersRemain()
    await spool.finish()
    reply.raw.end()
  } catch (error) {
    if (spool === undefined) throw error
    intake.observer.fault(error)
    reply.raw.destroy()
  } finally {
    watch.end()
    // What was not read is thrown away, so that the sender can still read its answers.
    request.raw.resume()
  }
  return reply
}

async function pump(
  lines: AsyncGenerator<Line, void, undefined>,
  window: LineWindow,
  intake: Intake,
  progress: { lines: number; stopped: boolean },
  pause: <T>(waiting: Promise<T>) => Promise<T>,
): Promise<void> {
  for await (const line of lines) {
    if (progress.stopped) return
    progress.lines++
    if (line.tooLong) {
      const message = `A record may have ${limits.recordBytes} bytes, not ${line.bytes}`
      const error = new BodyError(413, 'too_large', message)
      window.admit({ number: line.lineNumber, bytes: new Uint8Array(), error })
    } else window.admit({ number: line.lineNumber, bytes: line.bytes })
    if (window.full) await pause(window.room())
    while (intake.ingest.depth() > intakeLimits.streamYieldsAt && !progress.stopped) await pause(sleep(20))
  }
}

/** From here on the answer is 200 and the handler writes it by itself. */
function begin(reply: FastifyReply): Spool {
  reply.hijack()
  const headers = { ...reply.getHeaders(), 'content-type': 'application/x-ndjson; charset=utf-8' }
  reply.raw.writeHead(200, headers as Record<string, string>)
  return createSpool(reply.raw)
}

/** Why the stream broke off. What is no refusal of ours is the connection's end. */
function asProblem(error: unknown): AppError {
  if (error instanceof AppError) return error
  return malformed('body_aborted', 'The connection was closed before the end of the stream', { cause: error })
}

function lastWord(lines: number, { code, message }: AppError): string {
  return `${JSON.stringify({ status: 'aborted', lines, success: false, code, error: message })}\n`
}
