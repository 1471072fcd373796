import { Readable } from 'node:stream'
import { type Database, reader } from '../../../db/database.ts'

/** Bytes of each piece of a file but the last: where a byte lies is arithmetic. */
export const CHUNK = 1_000_000

/** The bytes of a kept file from `start` up to `end`, both included, one piece of it in memory at a time. */
export function readFile(db: Database, id: string, start: number, end: number): Readable {
  return Readable.from(pieces(db, id, start, end), { objectMode: false, highWaterMark: CHUNK })
}

async function* pieces(db: Database, id: string, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at <= end; ) {
    const n = Math.floor(at / CHUNK)
    const [chunk] = await reader(db).query<{ data: Buffer }>(
      'select data from client.export_chunks where export_id = $1 and n = $2',
      [id, n],
    )
    // Deleted while it was read: an end here would look like the end of the file.
    if (chunk === undefined) throw new Error('the file of this export was deleted while it was sent')
    const piece = chunk.data.subarray(at - n * CHUNK, end + 1 - n * CHUNK)
    at += piece.length
    yield piece
  }
}
