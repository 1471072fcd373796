import type { Tx } from '../../../db/database.ts'
import type { Count } from '../search/count-matches.ts'
import type { ExportOrder } from './schema.ts'

/** An order that is ours to make, until we stop being seen or it is cancelled. */
export interface HeldExport {
  id: string
  worker: string
  request: ExportOrder
}

/** Seconds after which a process that was not seen counts as lost; it shows itself every 2. */
const LOST = 20
/** Times that a file is begun before it is given up: one that ends every process must not end them for ever. */
const MOST_ATTEMPTS = 5

/** The oldest order that nobody makes, for this worker; what another one left half done is begun anew. */
export async function claimExport(tx: Tx, worker: string): Promise<HeldExport | undefined> {
  await tx.execute(
    `update client.exports set status = 'failed', finished_at = now(), worker = null,
       error = 'The process that made it ended ${MOST_ATTEMPTS} times before it was done'
     where status = 'running' and seen_at < now() - interval '${LOST} s' and attempts >= ${MOST_ATTEMPTS}`,
  )
  const [held] = await tx.query<{ id: string; request: ExportOrder }>(
    `update client.exports e set status = 'running', worker = $1, seen_at = now(), attempts = attempts + 1,
       started_at = coalesce(started_at, now()), rows_written = 0, bytes = 0
     where e.id = (
       select id from client.exports
       where status = 'waiting' or (status = 'running' and seen_at < now() - interval '${LOST} s')
       order by created_at limit 1 for update skip locked)
     returning e.id, e.request`,
    [worker],
  )
  if (held === undefined) return undefined
  await tx.execute('delete from client.export_chunks where export_id = $1', [held.id])
  return { ...held, worker }
}

/** Shows that we are still at it, and how far. False when it is no longer ours. */
export async function touchExport(tx: Tx, { id, worker }: HeldExport, rows: number): Promise<boolean> {
  const touched = await tx.execute(
    `update client.exports set seen_at = now(), rows_written = $3
     where id = $1 and worker = $2 and status = 'running'`,
    [id, worker, rows],
  )
  return touched === 1
}

/** Keeps one piece of the file. False, and nothing is kept, when the order is no longer ours. */
export async function saveChunk(
  tx: Tx,
  { id, worker }: HeldExport,
  { n, data, rows }: { n: number; data: Buffer; rows: number },
): Promise<boolean> {
  const saved = await tx.execute(
    `with ours as (
       update client.exports set seen_at = now(), rows_written = $5, bytes = bytes + $6
       where id = $1 and worker = $2 and status = 'running' returning id
     )
     insert into client.export_chunks (export_id, n, data) select id, $3, $4 from ours`,
    [id, worker, n, data, rows, data.length],
  )
  return saved === 1
}

/** Says how many rows there will be. */
export async function noteTotal(tx: Tx, { id, worker }: HeldExport, { total, total_is }: Count): Promise<void> {
  await tx.execute('update client.exports set total = $3, total_is = $4 where id = $1 and worker = $2', [
    id,
    worker,
    total,
    total_is,
  ])
}

/** The file is whole, and is kept for a day from now. False when the order is no longer ours. */
export async function finishExport(tx: Tx, { id, worker }: HeldExport, rows: number): Promise<boolean> {
  const finished = await tx.execute(
    `update client.exports set status = 'finished', finished_at = now(), expires_at = now() + interval '24 hours',
       rows_written = $3, total = $3, total_is = 'exact', worker = null
     where id = $1 and worker = $2 and status = 'running'`,
    [id, worker, rows],
  )
  return finished === 1
}

/** It cannot be made, and this is why. */
export async function failExport(tx: Tx, { id, worker }: HeldExport, error: string): Promise<void> {
  await tx.execute(
    `update client.exports set status = 'failed', finished_at = now(), error = left($3, 1000), worker = null
     where id = $1 and worker = $2 and status = 'running'`,
    [id, worker, error],
  )
  await tx.execute('delete from client.export_chunks where export_id = $1', [id])
}

/** Another process may make it: this one ends. That it was begun here does not count. */
export async function releaseExport(tx: Tx, { id, worker }: HeldExport): Promise<void> {
  await tx.execute(
    `update client.exports set status = 'waiting', worker = null, attempts = attempts - 1
     where id = $1 and worker = $2 and status = 'running'`,
    [id, worker],
  )
}
