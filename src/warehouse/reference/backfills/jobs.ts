import { Type } from 'typebox'
import { asOperator } from '../../../db/database.ts'
import { defineTask, type Schedule } from '../../../jobs/define-task.ts'
import { BACKFILL_TASK, findLeftBackfills } from './get-backfill.ts'
import { runBackfill } from './run-backfill.ts'

/** Less than a job may take; the schedule goes on with the rest. */
const BUDGET_MS = 600_000

const runTask = defineTask({
  name: BACKFILL_TASK,
  schema: Type.Object({}),
  retry: { limit: 3, delaySeconds: 10 },
  async handler({ db, log }) {
    const until = performance.now() + BUDGET_MS
    for (const id of await asOperator(db, findLeftBackfills)) {
      const left = until - performance.now()
      if (left <= 0) return
      const backfill = await runBackfill(db, id, left)
      log('backfill', {
        backfill: id,
        kind: backfill?.kind,
        state: backfill?.state,
        updated: backfill?.records_updated,
      })
    }
  },
})

export const backfillTasks = [runTask]

export const backfillSchedules: Schedule[] = [{ task: runTask, cron: '* * * * *', data: {} }]
