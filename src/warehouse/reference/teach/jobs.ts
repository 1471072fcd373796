import { Type } from 'typebox'
import { defineTask, type Schedule } from '../../../jobs/define-task.ts'
import { applyTeachings } from './apply-teachings.ts'
import { APPLY_TASK } from './teach-entries.ts'

const applyTask = defineTask({
  name: APPLY_TASK,
  schema: Type.Object({}),
  retry: { limit: 3, delaySeconds: 5 },
  expireSeconds: 4 * 3600,
  async handler({ db, log }) {
    await applyTeachings(db, { log })
  },
})

export const teachingTasks = [applyTask]

export const teachingSchedules: Schedule[] = [{ task: applyTask, cron: '* * * * *', data: {} }]
