import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'

/**
 * A file between one who writes as fast as the database gives and one who reads as slowly as a network takes: the first
 * is never held up by the second.
 */
export interface Spool {
  write(bytes: Uint8Array): Promise<void>
  /** Nothing more comes. */
  end(): void
  /** Nothing more comes, and whoever reads gets this error instead of an end. */
  fail(error: unknown): void
  /** Settles with the first bytes, the end or the failure. */
  begun: Promise<void>
  /** Everything from the beginning, waiting where the writer has not come to yet. Closing it frees the disk. */
  read(): Readable
  close(): Promise<void>
}

const READ_BYTES = 64 * 1024

/**
 * Opens a spool in this folder, else that for temporary files (TMPDIR). It has no name there any more once it is open:
 * nobody else can open it, and its disk is free again however this process ends.
 */
export async function openSpool(folder: string = tmpdir()): Promise<Spool> {
  const path = join(folder, `galena-export-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  let written = 0
  let ended = false
  let failure: { error: unknown } | undefined
  let closed: Promise<void> | undefined
  let changed = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  begun.promise.catch(() => {})

  function tell(): void {
    changed.resolve()
    changed = Promise.withResolvers()
  }

  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; ; ) {
      if (failure !== undefined) throw failure.error
      if (at < written) {
        const piece = await readAt(file, at, Math.min(READ_BYTES, written - at))
        at += piece.length
        yield piece
      } else if (ended) return
      else await changed.promise
    }
  }

  const close = () => {
    closed ??= file.close()
    return closed
  }
  return {
    begun: begun.promise,
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, at, bytes.length - at, written)
        at += bytesWritten
        written += bytesWritten
      }
      begun.resolve()
      tell()
    },
    end() {
      ended = true
      begun.resolve()
      tell()
    },
    fail(error) {
      failure ??= { error }
      begun.reject(error)
      tell()
    },
    read: () => Readable.from(pieces(), { objectMode: false, highWaterMark: READ_BYTES }),
    close,
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, position)
  if (bytesRead === 0) throw new Error('a temporary file is shorter than what was written to it')
  return buffer.subarray(0, bytesRead)
}
