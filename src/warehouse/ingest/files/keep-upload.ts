import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../errors.ts'

export interface KeptUpload {
  bytes: number
  /** Of the bytes as they came. */
  sha256: Buffer
  read(): AsyncIterable<Buffer>
  close(): Promise<void>
}

/**
 * Puts a stream into an unlinked file of mode 600, so that its hash is known before its first row is sent.
 * Throws 413 `too_large`.
 */
export async function keepUpload(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<KeptUpload> {
  const file = await openUnlinked()
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of chunks) {
      if (bytes + chunk.length > maxBytes) {
        throw new AppError(413, 'too_large', `A file may have ${maxBytes} bytes: send it in parts`)
      }
      hash.update(chunk)
      await file.write(chunk, 0, chunk.length, bytes)
      bytes += chunk.length
    }
  } catch (error) {
    await file.close()
    throw error
  }
  return {
    bytes,
    sha256: hash.digest(),
    read: () => createReadStream('', { fd: file, start: 0, autoClose: false, highWaterMark: 262_144 }),
    close: () => file.close(),
  }
}

async function openUnlinked(): Promise<FileHandle> {
  const path = join(tmpdir(), `galena-upload-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}
