import { Type } from 'typebox'
import { asOperator, type Database } from '../../db/database.ts'
import { defineTask, type Schedule } from '../../jobs/define-task.ts'
import { expirePins } from './pins/expire-pins.ts'
import { advanceClock } from './ranks/advance-clock.ts'
import { continueChange } from './ranks/continue-change.ts'
import { openRankChanges } from './ranks/get-rank-change.ts'
import { trimRankChanges } from './ranks/trim-rank-changes.ts'

const Nothing = Type.Object({})
const retry = { limit: 3, delaySeconds: 10 }
/** Less than a job may take. */
const BUDGET_MS = 600_000

const expirePinsTask = defineTask({
  name: 'expire-pins',
  schema: Nothing,
  retry,
  async handler({ db, log }) {
    const pins = await expirePins(db)
    if (pins > 0) log('pins expired', { pins })
  },
})

const finishRankChangesTask = defineTask({
  name: 'finish-rank-changes',
  schema: Nothing,
  retry,
  async handler({ db, log }) {
    const done = await finishRankChanges(db)
    if (done > 0) log('rank changes finished', { done })
  },
})

const advanceFreshnessTask = defineTask({
  name: 'advance-freshness',
  schema: Nothing,
  retry,
  async handler({ db, log }) {
    const id = await asOperator(db, (tx) => advanceClock(tx, new Date()))
    if (id === null) return
    await continueChange(db, id, { budgetMs: BUDGET_MS })
    log('the clock of freshness moved', { change: id })
  },
})

const trimRankChangesTask = defineTask({
  name: 'trim-rank-changes',
  schema: Nothing,
  retry,
  async handler({ db, log }) {
    log('rank changes trimmed', { rows: await asOperator(db, trimRankChanges) })
  },
})

/** Goes on with every change of ranks that a request left unfinished; returns how many are done. */
export async function finishRankChanges(db: Database): Promise<number> {
  let done = 0
  for (const id of await asOperator(db, openRankChanges)) {
    if (await continueChange(db, id, { budgetMs: BUDGET_MS })) done++
  }
  return done
}

export const provenanceTasks = [expirePinsTask, finishRankChangesTask, advanceFreshnessTask, trimRankChangesTask]

export const provenanceSchedules: Schedule[] = [
  { task: expirePinsTask, cron: '* * * * *', data: {} },
  { task: finishRankChangesTask, cron: '* * * * *', data: {} },
  { task: advanceFreshnessTask, cron: '3 * * * *', data: {} },
  { task: trimRankChangesTask, cron: '41 3 * * *', data: {} },
]
