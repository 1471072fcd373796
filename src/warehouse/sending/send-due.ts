import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { asOperator, type Database, type Tx } from '../../db/database.ts'
import { takeJob } from './hold-job.ts'
import { type Sender, sendJob } from './send-job.ts'

export interface SendTurn extends Sender {
  /** Milliseconds after which nothing new is begun. */
  budgetMs: number
  /** Only this job. */
  only?: string
  log?: (message: string, fields?: Record<string, unknown>) => void
}

/** Jobs side by side: a receiver that does not answer delays nobody else's. */
const JOBS = 20
const LOOK_MS = 500
const FAULT_MS = 1_000

/**
 * Sends whatever is due, all jobs side by side, for a limited time; jobs that come meanwhile are taken along. Returns when
 * nothing will be due within that time. Any number of processes may do this at once: each job is sent by one of them.
 */
export async function sendDue(turn: SendTurn): Promise<void> {
  const { db, stopping, only, log } = turn
  const worker = randomUUID()
  const until = Date.now() + turn.budgetMs
  const running = new Set<Promise<void>>()
  let fault: unknown
  while (Date.now() < until && stopping?.aborted !== true && fault === undefined) {
    const job = running.size < JOBS ? await asOperator(db, (tx) => takeJob(tx, worker, only)) : undefined
    if (job !== undefined) {
      const run = sendJob(turn, job, until)
        .catch((error: unknown) => {
          // One job's trouble is not the others'; the database's is, and comes to light by itself.
          log?.('a sending job was interrupted', { job: job.id, error: error instanceof Error ? error.message : '' })
          if (only !== undefined) fault = error
          // Not in a circle as fast as it can.
          return sleep(FAULT_MS)
        })
        .finally(() => running.delete(run))
      running.add(run)
      continue
    }
    if (running.size === 0) {
      const wait = await nextDue(db, only)
      if (wait === undefined || Date.now() + wait > until) break
    }
    await Promise.race([...running, sleep(LOOK_MS)])
  }
  await Promise.all(running)
  if (fault !== undefined) throw fault
}

/** Milliseconds until an open job may be taken; undefined when there is none. */
async function nextDue(db: Database, only?: string): Promise<number | undefined> {
  const [next] = await asOperator(db, (tx) =>
    tx.query<{ wait: number | null }>(
      `select extract(epoch from min(greatest(not_before, worker_until)) - now())::float8 * 1000 as wait
       from raw.sending_jobs where status in ('pending', 'processing') and ($1::uuid is null or id = $1)`,
      [only ?? null],
    ),
  )
  return next?.wait ?? undefined
}

/** Whether a job will be due soon: then the next turn is to follow at once. */
export async function isDueSoon(tx: Tx): Promise<boolean> {
  const rows = await tx.query(
    `select from raw.sending_jobs
     where status in ('pending', 'processing') and not_before < now() + interval '60 s' limit 1`,
  )
  return rows.length > 0
}
