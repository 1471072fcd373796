import { Type } from 'typebox'
import { asOperator, type Database } from '../../db/database.ts'
import { defineTask, type Schedule, type Task } from '../../jobs/define-task.ts'
import { enqueueOnce } from '../../jobs/enqueue-once.ts'
import type { Outbound } from '../../outbound/open-outbound.ts'
import { isDueSoon, sendDue } from './send-due.ts'

const SEND_TASK = 'send-records'
/** Less than a minute, in which the schedule comes again. */
const TURN_MS = 50_000

/** The job that sends; it needs a way out, which is the process's own. */
export function sendingTasks(outbound: Outbound): Task[] {
  return [sendTask(outbound)]
}

function sendTask(outbound: Outbound): Task {
  return defineTask({
    name: SEND_TASK,
    schema: Type.Object({}),
    retry: { limit: 2, delaySeconds: 1 },
    async handler({ db, log, stopping }) {
      await sendDue({ db, outbound, log, budgetMs: TURN_MS, ...(stopping && { stopping }) })
      if (stopping?.aborted === true) return
      await asOperator(db, async (tx) => {
        if (await isDueSoon(tx)) await enqueueOnce(tx, SEND_TASK)
      })
    },
  })
}

/** A job asks to be sent itself; the schedule comes where its process died, and where no queue had been started yet. */
export function sendingSchedules(outbound: Outbound): Schedule[] {
  return [{ task: sendTask(outbound), cron: '* * * * *', data: {} }]
}

/**
 * Asks for the job after there is something to send. In a transaction of its own, after that of the reason: a turn that
 * waits already could begin before the reason is there to be seen. Lost in between, the schedule comes within a minute.
 */
export async function askToSend(db: Database): Promise<void> {
  await asOperator(db, (tx) => enqueueOnce(tx, SEND_TASK))
}
