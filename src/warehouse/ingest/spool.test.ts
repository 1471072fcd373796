import { once } from 'node:events'
import { readdir, readlink } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { Writable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { dice } from '../../../test/support/json-writer.ts'
import { splitLines } from './split-lines.ts'
import { createSpool, type Spool } from './spool.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

async function listen(handler: Handler): Promise<{ port: number; failures: unknown[] }> {
  const failures: unknown[] = []
  const server = createServer((incoming, response) => {
    handler(incoming, response).catch((error: unknown) => failures.push(error))
  })
  stops.push(() => server.close().closeAllConnections())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, failures }
}

/** Answers every line at once with a line of 250 bytes. */
function answering(onSpool: (spool: Spool) => void = () => undefined): Handler {
  return async (incoming, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const spool = createSpool(response)
    onSpool(spool)
    let count = 0
    for await (const line of splitLines(incoming)) await spool.write(answer(line.lineNumber, ++count))
    await spool.finish()
    response.end()
  }
}

function answer(lineNumber: number, count: number): string {
  return `${JSON.stringify({ line: lineNumber, count, é: 'x'.repeat(220) })}\n`
}

/** Sends all lines, reads nothing before the last byte has been taken, then reads everything. */
async function sendThenRead(port: number, lines: number, block: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').pause()
  stops.push(() => socket.destroy())
  await once(socket, 'connect')
  const size = Buffer.byteLength(block) * lines
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${size}\r\n\r\n`)
  for (let n = 0; n < lines; n++) if (!socket.write(block)) await once(socket, 'drain')
  const parts: Buffer[] = []
  for await (const part of socket) parts.push(part)
  return Buffer.concat(parts).toString()
}

/** Lines of a chunked answer, without its head and chunk sizes. */
function answers(raw: string): { line: number; count: number }[] {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4).replace(/(?:^|\r\n)[0-9a-f]+\r\n/g, '')
  return body
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}

/** The open spool files of this process, where the system says. */
async function spoolFiles(): Promise<string[]> {
  if (process.platform !== 'linux') return []
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  )
  return links.filter((link) => link.includes('galena-answers-'))
}

describe('answers to a client that does not read while it sends', () => {
  test('20 MB in, nothing read: everything is taken, and every answer follows in order', async () => {
    let waiting = 0
    const { port, failures } = await listen(
      answering((spool) => {
        const timer = setInterval(() => {
          waiting = Math.max(waiting, spool.waiting)
        }, 2)
        stops.push(() => clearInterval(timer))
      }),
    )
    const lines = 80_000
    const before = process.memoryUsage().rss
    const raw = await sendThenRead(port, lines, `{"a":"${'y'.repeat(241)}"}\n`)
    const received = answers(raw)
    expect(received.length).toBe(lines)
    expect(received.every(({ line, count }, n) => line === n + 1 && count === n + 1)).toBe(true)
    expect(waiting).toBeGreaterThan(10_000_000)
    // The client of this test holds the 20 MB of answers itself, as bytes, text and objects.
    expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000)
    expect(failures).toEqual([])
    expect(await spoolFiles()).toEqual([])
  }, 60_000)

  test('control: without the file both sides wait for each other', async () => {
    const { port } = await listen(async (incoming, response) => {
      response.writeHead(200)
      for await (const line of splitLines(incoming)) {
        if (!response.write(answer(line.lineNumber, 1))) await once(response, 'drain')
      }
      response.end()
    })
    const stuck = new Promise((resolve) => setTimeout(resolve, 1_500, 'stuck'))
    const done = sendThenRead(port, 80_000, `{"a":"${'y'.repeat(241)}"}\n`).catch(() => 'failed')
    expect(await Promise.race([done, stuck])).toBe('stuck')
  })

  test.runIf(process.platform === 'linux')('the file can be read by nobody else, and has no name', async () => {
    const { port } = await listen(async (_incoming, response) => {
      const spool = createSpool(response)
      for (let n = 0; n < 40_000; n++) await spool.write(answer(n, n))
      const names = await spoolFiles()
      expect(names.length).toBe(1)
      expect(names[0]).toMatch(/ \(deleted\)$/)
      response.destroy()
    })
    const socket = connect(port, '127.0.0.1').pause()
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    socket.on('error', () => undefined)
    socket.resume()
    await once(socket, 'close')
  })

  test('a client that reads as it goes gets answers before it has sent everything', async () => {
    const { port, failures } = await listen(answering())
    const sending = request({ port, method: 'POST' })
    const line = `{"a":"${'y'.repeat(241)}"}\n`
    for (let n = 0; n < 2_000; n++) sending.write(line)
    const [response] = (await once(sending, 'response')) as [IncomingMessage]
    let received = 0
    let beforeTheEnd = 0
    response.on('data', (chunk: Buffer) => {
      received += chunk.length
    })
    const whole = answer(1_000, 1_000).length * 1_990
    for (let n = 0; n < 200 && received < whole; n++) await new Promise((resolve) => setTimeout(resolve, 10))
    beforeTheEnd = received
    sending.end(line)
    await once(response, 'end')
    expect(beforeTheEnd).toBeGreaterThan(whole)
    expect(failures).toEqual([])
  })

  test('a client that goes away: nothing more is written, the file is closed, nobody waits', async () => {
    let spool: Spool | undefined
    let finished = false
    const { port, failures } = await listen(async (_incoming, response) => {
      spool = createSpool(response)
      for (let n = 0; n < 60_000; n++) {
        await spool.write(answer(n, n))
        if (n === 30_000) socket.destroy()
        if (n % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      await spool.finish()
      finished = true
    })
    const socket = connect(port, '127.0.0.1').pause()
    socket.on('error', () => undefined)
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await expect.poll(() => finished, { timeout: 5_000 }).toBe(true)
    expect(spool?.closed).toBe(true)
    await expect.poll(spoolFiles).toEqual([])
    expect(failures).toEqual([])
  })

  test('however the client stops and goes on, every line comes once and in order', async () => {
    const roll = dice(11)
    const received: string[] = []
    const writable = new Writable({
      highWaterMark: 30_000,
      decodeStrings: true,
      write(chunk: Buffer, _encoding, done) {
        received.push(chunk.toString('latin1'))
        const pause = roll(20)
        if (pause === 0) setTimeout(done, 3)
        else if (pause < 5) setImmediate(done)
        else done()
      },
    })
    const spool = createSpool(writable)
    const sent: string[] = []
    let direct = 0
    for (let n = 0; n < 20_000; n++) {
      const line = `${n}:${'é'.repeat(roll(4) === 0 ? roll(900) : 10)}${roll(300) === 0 ? 'z'.repeat(150_000) : ''}\n`
      sent.push(line)
      await spool.write(line)
      if (spool.waiting === 0) direct++
      if (roll(200) === 0) await new Promise((resolve) => setTimeout(resolve, roll(8)))
    }
    await spool.finish()
    await once(writable.end(), 'finish')
    const all = Buffer.from(received.join(''), 'latin1').toString()
    expect(all === sent.join('')).toBe(true)
    // Both ways were taken, many times.
    expect(direct).toBeGreaterThan(1_000)
    expect(direct).toBeLessThan(19_000)
  })

  test('a file that cannot be written is an error for the writer, and nothing follows the gap', async () => {
    const folder = process.env.TMPDIR
    process.env.TMPDIR = '/nonexistent'
    try {
      const received: Buffer[] = []
      const writable = new Writable({
        highWaterMark: 10,
        write(chunk: Buffer, _encoding, done) {
          received.push(chunk)
          setTimeout(done, 50)
        },
      })
      const spool = createSpool(writable)
      const line = `${'x'.repeat(999)}\n`
      await expect(async () => {
        for (let n = 0; n < 1_000; n++) await spool.write(line)
      }).rejects.toMatchObject({ code: 'ENOENT' })
      await expect(spool.write(line)).rejects.toMatchObject({ code: 'ENOENT' })
      await expect(spool.finish()).rejects.toMatchObject({ code: 'ENOENT' })
      expect(received.length).toBe(1)
    } finally {
      if (folder === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = folder
    }
  })
})
