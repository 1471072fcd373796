import { Type } from 'typebox'
import { asOperator } from '../../../db/database.ts'
import { defineTask, type Schedule } from '../../../jobs/define-task.ts'
import { feedAll } from './feed/feed-changes.ts'
import { purgeFeed } from './feed/purge-feed.ts'

const Nothing = Type.Object({})

const feedTask = defineTask({
  name: 'feed-signals',
  schema: Nothing,
  retry: { limit: 2, delaySeconds: 10 },
  async handler({ db, log, stopping }) {
    const done = await feedAll(db, stopping)
    if (done.changes + done.failed > 0) log('signals fed', { ...done })
  },
})

/** Nothing announces that a day has passed or that a company found an investor: so all leads are looked at once a day. */
const reviewLeadsTask = defineTask({
  name: 'review-leads-for-signals',
  schema: Nothing,
  retry: { limit: 2, delaySeconds: 60 },
  async handler({ db, log }) {
    const leads = await asOperator(db, (tx) =>
      tx.execute(
        `insert into client.signal_changes (kind, key)
         select 'lead', l.id::text from client.leads l
         where not exists (select from client.signal_changes c where c.kind = 'lead' and c.key = l.id::text)`,
      ),
    )
    if (leads > 0) log('leads to be looked at for signals', { leads })
  },
})

const purgeTask = defineTask({
  name: 'purge-signal-feed',
  schema: Nothing,
  retry: { limit: 2, delaySeconds: 60 },
  async handler({ db, log }) {
    const rows = await purgeFeed(db)
    if (rows > 0) log('signal feed purged', { rows })
  },
})

export const signalTasks = [feedTask, reviewLeadsTask, purgeTask]

export const signalSchedules: Schedule[] = [
  { task: feedTask, cron: '* * * * *', data: {} },
  { task: reviewLeadsTask, cron: '23 1 * * *', data: {} },
  { task: purgeTask, cron: '53 1 * * *', data: {} },
]
