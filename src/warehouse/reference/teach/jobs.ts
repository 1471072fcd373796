import { Type } from 'typebox'
import { defineTask, type Schedule } from '../../../jobs/define-task.ts'
import { applyTeachings } from './apply-teachings.ts'
import { refreshCounts } from './refresh-counts.ts'
import { APPLY_TASK } from './teach-entries.ts'

const Nothing = Type.Object({})

const applyTask = defineTask({
  name: APPLY_TASK,
  schema: Nothing,
  retry: { limit: 3, delaySeconds: 5 },
  expireSeconds: 4 * 3600,
  async handler({ db, log }) {
    await applyTeachings(db, { log })
  },
})

const countTask = defineTask({
  name: 'count-raw-values',
  schema: Nothing,
  retry: { limit: 0, delaySeconds: 0 },
  async handler({ db, log }) {
    const kinds = await refreshCounts(db)
    if (kinds.length > 0) log('raw values counted', { kinds })
  },
})

export const teachingTasks = [applyTask, countTask]

/** A teaching asks for its job itself; the schedule comes where no queue had been started yet. */
export const teachingSchedules: Schedule[] = [
  { task: applyTask, cron: '* * * * *', data: {} },
  { task: countTask, cron: '* * * * *', data: {} },
]
