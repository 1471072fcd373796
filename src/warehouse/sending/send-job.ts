import { setTimeout as sleep } from 'node:timers/promises'
import { asOperator, type Database } from '../../db/database.ts'
import type { Outbound } from '../../outbound/open-outbound.ts'
import { type ClaimedRecord, claimRecord, markFailed, markSent, putBack } from './claim-record.ts'
import { type HeldJob, holdBack, lockJob, releaseJob, renewJob, stopJob, waitOrComplete } from './hold-job.ts'
import { judgeAnswer, RETRY_RULES, type RetryRules, type Verdict } from './judge-answer.ts'

export interface Sender {
  db: Database
  outbound: Outbound
  /** Aborts when this process wants to end: what is on its way is settled, and the job is left to others at once. */
  stopping?: AbortSignal
  retry?: RetryRules
  /** Of one attempt. 15 s unless given, and never more: a record is kept from others for 20. */
  deadlineMs?: number
}

/** Records of a job that wait for their answer at the same time; else a slow receiver would set the rate. */
const IN_FLIGHT = 32
const RENEW_MS = 5_000
const STEP_MS = 250
/** After so many failures in a row the receiver is taken to be down, and asked less and less often. */
const PATIENT_FAILURES = 5
const LONGEST_HOLD_MS = 60_000

/**
 * Sends the records of a job that this process holds, at its rate, until a time comes, nothing is due any more, somebody
 * pauses it, or the receiver wants no more. No transaction is open while a record is on its way. The job is let go in the
 * end, whatever happened.
 */
export async function sendJob(sender: Sender, job: HeldJob, until: number): Promise<void> {
  const { db } = sender
  const flights = new Set<Promise<void>>()
  const interval = 1000 / job.rate_per_second
  const state = { hold: 0, heldAt: 0, failuresInRow: 0, fault: undefined as unknown }
  let slot = Date.now()
  let renewed = Date.now()
  let waitMs = 0
  try {
    while (Date.now() < until && sender.stopping?.aborted !== true && state.fault === undefined) {
      const now = Date.now()
      if (now - renewed > RENEW_MS) {
        renewed = now
        if (!(await asOperator(db, (tx) => renewJob(tx, job)))) break
      }
      const wait = Math.max(slot, state.hold) - now
      if (state.hold >= until) break
      if (wait > 0) {
        await sleep(Math.min(wait, STEP_MS))
        continue
      }
      if (flights.size >= IN_FLIGHT) {
        await Promise.race([...flights, sleep(STEP_MS)])
        continue
      }
      const record = await asOperator(db, (tx) => claimRecord(tx, job))
      if (record !== undefined) {
        slot = Math.max(slot, now - interval) + interval
        const flight = deliver(sender, job, record, state)
          .catch((error: unknown) => {
            state.fault = error
          })
          .finally(() => flights.delete(flight))
        flights.add(flight)
      } else if (flights.size > 0) {
        await Promise.race([...flights, sleep(STEP_MS)])
      } else {
        const due = await asOperator(db, (tx) => waitOrComplete(tx, job))
        if (due === undefined) break
        waitMs = due
        // Others may want this process's turn; the job is taken again when something is due.
        if (due > STEP_MS) break
        await sleep(due)
      }
    }
    await Promise.all(flights)
    if (state.fault !== undefined) throw state.fault
  } finally {
    await Promise.all(flights)
    // The pace holds across turns: nobody sends the next one before its time.
    await asOperator(db, (tx) => releaseJob(tx, job, Math.max(waitMs, slot - Date.now(), 0)))
  }
}

interface State {
  /** Nothing is sent before this time. */
  hold: number
  /** When that was decided. */
  heldAt: number
  failuresInRow: number
}

async function deliver(sender: Sender, job: HeldJob, record: ClaimedRecord, state: State): Promise<void> {
  const begun = Date.now()
  const answer = await sender.outbound.postJson(job.webhook_url, record.body, {
    deadlineMs: Math.min(sender.deadlineMs ?? 15_000, 15_000),
    // The same for every attempt: by it the receiver knows a record that it has received already.
    headers: {
      'idempotency-key': `${job.id}:${record.position}`,
      'x-galena-record-id': `${job.id}:${record.position}`,
      'x-galena-attempt': String(record.attempts),
    },
  })
  const verdict = judgeAnswer(answer, record.attempts, sender.retry ?? RETRY_RULES)
  const holdMs = holdFor(verdict, state, begun)
  if (holdMs > 0) {
    state.heldAt = Date.now()
    state.hold = Math.max(state.hold, state.heldAt + holdMs)
  }
  await asOperator(sender.db, async (tx) => {
    const stops = verdict.kind === 'refused' || (verdict.kind === 'failed' && verdict.stopJob)
    if (stops) await lockJob(tx, job)
    else if (holdMs > 0) await holdBack(tx, job, holdMs)
    if (verdict.kind === 'sent') await markSent(tx, job, record, verdict.httpStatus)
    else if (verdict.kind === 'failed') await markFailed(tx, job, record, verdict)
    else if (verdict.kind === 'again') await putBack(tx, job, record, verdict, { waitMs: verdict.waitMs })
    else await putBack(tx, job, record, verdict, { uncounted: true })
    if (stops) await stopJob(tx, job, verdict.message)
  })
}

function holdFor(verdict: Verdict, state: State, begun: number): number {
  if (verdict.kind !== 'again') {
    if (verdict.kind === 'sent') state.failuresInRow = 0
    return 0
  }
  // What was on its way already when the job was held says nothing new: 32 failures at once are one trouble.
  if (begun <= state.heldAt) return verdict.holdMs
  state.failuresInRow++
  const patience = state.failuresInRow - PATIENT_FAILURES
  return Math.max(verdict.holdMs, patience > 0 ? Math.min(250 * 2 ** patience, LONGEST_HOLD_MS) : 0)
}
