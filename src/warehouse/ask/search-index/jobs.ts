import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { asOperator } from '../../../db/database.ts'
import { defineTask, type Schedule } from '../../../jobs/define-task.ts'
import { emptyPendingLists, workOff } from './bring-up.ts'
import { countValues } from './count-values.ts'
import { queueAll } from './rebuild.ts'

const Nothing = Type.Object({})

/**
 * Works the queue of changes off. After each page it rests as long as the page took: whatever comes in meanwhile has at
 * least half of the machine.
 */
const refreshTask = defineTask({
  name: 'refresh-search',
  schema: Nothing,
  retry: { limit: 0, delaySeconds: 0 },
  expireSeconds: 6 * 3600,
  async handler({ db, log, stopping }) {
    await queueAll(db)
    let begun = performance.now()
    const done = await workOff(db, {
      ...(stopping === undefined ? {} : { stopping }),
      async after() {
        await sleep(Math.min(performance.now() - begun, 200))
        begun = performance.now()
      },
    })
    await asOperator(db, emptyPendingLists)
    if (done > 0) log('search rows made', { done })
  },
})

const countTask = defineTask({
  name: 'count-search-values',
  schema: Nothing,
  retry: { limit: 0, delaySeconds: 0 },
  async handler({ db }) {
    await asOperator(db, countValues)
  },
})

export const searchTasks = [refreshTask, countTask]

export const searchSchedules: Schedule[] = [
  { task: refreshTask, cron: '* * * * *', data: {} },
  { task: countTask, cron: '*/5 * * * *', data: {} },
]
