import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '../errors.ts'
import type { CliContext } from './context.ts'

export interface SourceFile {
  /** For people: the last part of the path, or `stdin`. */
  name: string
  /** Undefined for a pipe. */
  path: string | undefined
  bytes: number | undefined
  /** The same as long as the file is: size, time of change, and hash of its first megabyte. Undefined for a pipe. */
  identity: string | undefined
  chunks: AsyncIterable<Uint8Array>
  /** Bytes read so far, compressed ones if the file is. */
  position(): number
  /** Ends the reading, also of a pipe that stands still. */
  stop(): void
}

const IDENTITY_BYTES = 1_048_576

/** Opens a file, or stdin for `-`. 404 `file_not_found`, 400 `file_unreadable`. */
export async function openSource(context: CliContext, path: string): Promise<SourceFile> {
  if (path === '-')
    return { name: 'stdin', path: undefined, bytes: undefined, identity: undefined, ...reading(context.stdin) }
  const { bytes, identity } = await identify(path)
  const stream = createReadStream(path, { highWaterMark: 262_144 })
  return { name: basename(path), path: resolve(path), bytes, identity, ...reading(stream) }
}

function reading(stream: Readable): Pick<SourceFile, 'chunks' | 'position' | 'stop'> {
  let position = 0
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      position += chunk.length
      yield chunk
    }
  }
  return { chunks: chunks(), position: () => position, stop: () => stream.destroy() }
}

async function identify(path: string): Promise<{ bytes: number; identity: string }> {
  try {
    const file = await open(path)
    try {
      const { size, mtimeMs } = await file.stat()
      const head = Buffer.alloc(IDENTITY_BYTES)
      const { bytesRead } = await file.read(head, 0, IDENTITY_BYTES, 0)
      const hash = createHash('sha256').update(head.subarray(0, bytesRead)).digest('hex')
      return { bytes: size, identity: `${size}:${mtimeMs}:${hash}` }
    } finally {
      await file.close()
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new AppError(404, 'file_not_found', `There is no file ${path}`)
    throw new AppError(400, 'file_unreadable', `${path} cannot be read: ${message}`, { cause: error })
  }
}
