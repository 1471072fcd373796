import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'

/** Answers on their way to a client that may not read before it has sent everything. */
export interface Spool {
  /** Takes one line. Await it: it resolves at once, or when the file has taken what waits in memory. */
  write(line: string): Promise<void>
  /** Resolves when the writable has taken everything. Ends nothing: a last word may follow. */
  finish(): Promise<void>
  /** The client is gone: nothing is written any more, and the file is closed. */
  readonly closed: boolean
  /** Bytes that wait in the file. */
  readonly waiting: number
}

/** Lines in memory before they go to the file, and what is read from it at once. */
const blockBytes = 65_536

/**
 * Passes lines to the writable as long as it takes them. From its first refusal on they queue in an unlinked file of
 * mode 600 and follow, in order, as the client reads; once it has caught up they go direct again. Without the file a
 * client that sends everything first stands still for ever: both sides wait for the other to read.
 * Constant memory. Rejects when the file cannot be written.
 */
export function createSpool(writable: Writable): Spool {
  let file: FileHandle | undefined
  let written = 0
  let read = 0
  let pending: string[] = []
  let pendingBytes = 0
  let queueing = false
  let closed = writable.destroyed
  let failure: unknown
  let flushing: Promise<void> | undefined
  let sending: Promise<void> | undefined

  writable.once('close', () => {
    closed = true
    void release()
  })

  async function release(): Promise<void> {
    takePending()
    await flushing?.catch(() => undefined)
    const opened = file
    file = undefined
    await opened?.close()
  }

  async function write(line: string): Promise<void> {
    if (failure !== undefined) throw failure
    if (closed) return
    if (!queueing) {
      if (!writable.write(line)) startQueue()
      return
    }
    pending.push(line)
    pendingBytes += line.length
    if (pendingBytes < blockBytes) return
    await flushing
    if (pendingBytes >= blockBytes && !closed) await flush()
  }

  function flush(): Promise<void> {
    flushing = append(Buffer.from(takePending()))
      .catch((error: unknown) => {
        // Lines are lost: nothing may follow them.
        failure = error
        throw error
      })
      .finally(() => {
        flushing = undefined
      })
    return flushing
  }

  function takePending(): string {
    const text = pending.join('')
    pending = []
    pendingBytes = 0
    return text
  }

  async function append(block: Buffer): Promise<void> {
    file ??= await openUnlinked()
    for (let done = 0; done < block.length; ) {
      const { bytesWritten } = await file.write(block, done, block.length - done, written)
      done += bytesWritten
      written += bytesWritten
    }
  }

  function startQueue(): void {
    queueing = true
    sending = send()
    // Reported by finish.
    sending.catch(() => undefined)
  }

  async function send(): Promise<void> {
    let ready = false
    while (!closed) {
      if (!ready) await drained(writable)
      if (failure !== undefined) throw failure
      if (closed || writable.destroyed) return
      if (file !== undefined && read < written) {
        const size = Math.min(blockBytes, written - read)
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(size), 0, size, read)
        read += bytesRead
        ready = !writable.destroyed && writable.write(buffer.subarray(0, bytesRead))
      } else if (flushing !== undefined) {
        await flushing
        ready = true
      } else if (pending.length > 0) {
        ready = writable.write(takePending())
      } else {
        // Nothing is in the way of a direct line any more. The file is used again from its beginning.
        queueing = false
        read = written = 0
        return
      }
    }
  }

  async function finish(): Promise<void> {
    try {
      await sending
    } finally {
      await release()
    }
  }

  return {
    write,
    finish,
    get closed() {
      return closed
    },
    get waiting() {
      return written - read
    },
  }
}

/** Resolves when the writable takes more, or is gone. */
async function drained(writable: Writable): Promise<void> {
  if (writable.destroyed) return
  const stop = new AbortController()
  const { signal } = stop
  // An error is followed by close.
  await Promise.race([once(writable, 'drain', { signal }), once(writable, 'close', { signal })]).catch(() => undefined)
  stop.abort()
}

async function openUnlinked(): Promise<FileHandle> {
  const path = join(tmpdir(), `galena-answers-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}
