import { Type } from 'typebox'
import { asOperator, type Database } from '../../../db/database.ts'
import { defineTask, type Schedule } from '../../../jobs/define-task.ts'
import { enqueueOnce } from '../../../jobs/enqueue-once.ts'
import { purgeExports } from './end-exports.ts'
import { makeExports } from './make-exports.ts'

const MAKE_TASK = 'make-exports'

const makeTask = defineTask({
  name: MAKE_TASK,
  schema: Type.Object({}),
  retry: { limit: 2, delaySeconds: 1 },
  expireSeconds: 4 * 3600,
  handler: ({ db, log, stopping }) => makeExports({ db, log, ...(stopping && { stopping }) }),
})

const purgeTask = defineTask({
  name: 'purge-exports',
  schema: Type.Object({}),
  retry: { limit: 0, delaySeconds: 0 },
  async handler({ db, log }) {
    const files = await asOperator(db, purgeExports)
    if (files > 0) log('files of exports deleted', { files })
  },
})

export const exportTasks = [makeTask, purgeTask]

/**
 * An order asks to be made itself; the schedule comes where its process died, and where no queue had been started yet.
 */
export const exportSchedules: Schedule[] = [
  { task: makeTask, cron: '* * * * *', data: {} },
  { task: purgeTask, cron: '23 * * * *', data: {} },
]

/**
 * In a transaction of its own, after that of the order: a turn that waits already could begin before it can be seen.
 */
export async function askToMake(db: Database): Promise<void> {
  await asOperator(db, (tx) => enqueueOnce(tx, MAKE_TASK))
}
