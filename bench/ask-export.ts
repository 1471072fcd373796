import type { HttpServer } from './http-server.ts'
import { seconds } from './measure.ts'
import { watchResident } from './memory.ts'

const MB = 1_000_000
const MAGIC = 'PAR1'

export interface Exported {
  /** Of each export. */
  seconds: number[]
  /** How much the server's process grew over all of them. */
  grownMb: number
}

/** Every lead as one Parquet file, so many times, by a caller who reads as fast as it comes and keeps nothing. */
export async function exportAll(server: HttpServer, times: number): Promise<Exported> {
  const watch = watchResident(server.pid)
  const taken: number[] = []
  for (let i = 0; i < times; i++) taken.push(await seconds(() => exportOnce(server)))
  return { seconds: taken, grownMb: watch.growth() / MB }
}

async function exportOnce({ port, authorization }: HttpServer): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/exports`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'leads', format: 'parquet', delivery: 'stream' }),
  })
  if (!response.ok || response.body === null) throw new Error(`Export: ${await response.text()}`)
  let bytes = 0
  let end = Buffer.alloc(0)
  for await (const chunk of response.body) {
    bytes += chunk.length
    end = Buffer.concat([end, chunk]).subarray(-MAGIC.length)
  }
  if (end.toString() !== MAGIC) throw new Error(`The export ends after ${bytes} bytes without being a Parquet file`)
}
