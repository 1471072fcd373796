import { Type } from 'typebox'
import { asOperator } from '../../db/database.ts'
import { defineTask, type Schedule } from '../../jobs/define-task.ts'
import { purgeIdempotencyKeys } from './purge-idempotency-keys.ts'
import { trimQuarantine } from './quarantine/trim-quarantine.ts'

const Nothing = Type.Object({})
const retry = { limit: 3, delaySeconds: 60 }

const purgeQuarantineTask = defineTask({
  name: 'purge-quarantine',
  schema: Nothing,
  retry,
  async handler({ db, log }) {
    log('quarantine purged', { rows: await asOperator(db, (tx) => trimQuarantine(tx)) })
  },
})

const purgeIdempotencyKeysTask = defineTask({
  name: 'purge-idempotency-keys',
  schema: Nothing,
  retry,
  async handler({ db, log }) {
    log('idempotency keys purged', { rows: await asOperator(db, purgeIdempotencyKeys) })
  },
})

export const ingestTasks = [purgeQuarantineTask, purgeIdempotencyKeysTask]

export const ingestSchedules: Schedule[] = [
  { task: purgeQuarantineTask, cron: '17 * * * *', data: {} },
  { task: purgeIdempotencyKeysTask, cron: '37 * * * *', data: {} },
]
