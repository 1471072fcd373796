import { Type } from 'typebox'
import { asOperator } from '../../../db/database.ts'
import { defineTask, type Schedule } from '../../../jobs/define-task.ts'
import { forgetGoneNames, indexNames } from './index-names.ts'
import { resolveCompanyNames } from './resolve-names.ts'

const retry = { limit: 3, delaySeconds: 60 }

const Nothing = Type.Object({})

const indexTask = defineTask({
  name: 'index-company-names',
  schema: Nothing,
  retry,
  expireSeconds: 3600,
  async handler({ db, log }) {
    const companies = await indexNames(db)
    if (companies > 0) log('company names indexed', { companies })
  },
})

const forgetTask = defineTask({
  name: 'forget-company-names',
  schema: Nothing,
  retry,
  async handler({ db, log }) {
    log('names of companies that are no more forgotten', { blocks: await asOperator(db, forgetGoneNames) })
  },
})

const resolveTask = defineTask({
  name: 'resolve-company-names',
  schema: Nothing,
  retry,
  expireSeconds: 3600,
  async handler({ db, log }) {
    const progress = await resolveCompanyNames(db)
    if (progress.asked + progress.changed > 0) log('company names resolved', { ...progress })
  },
})

export const nameTasks = [indexTask, forgetTask, resolveTask]

export const nameSchedules: Schedule[] = [
  { task: indexTask, cron: '*/5 * * * *', data: {} },
  { task: forgetTask, cron: '47 3 * * *', data: {} },
  { task: resolveTask, cron: '*/2 * * * *', data: {} },
]
