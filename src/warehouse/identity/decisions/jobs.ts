import { Type } from 'typebox'
import { defineTask, type Schedule } from '../../../jobs/define-task.ts'
import { judgeReviews } from './judge-reviews.ts'

const judgeReviewsTask = defineTask({
  name: 'judge-identity-reviews',
  schema: Type.Object({}),
  retry: { limit: 1, delaySeconds: 60 },
  async handler({ db, log }) {
    const counts = await judgeReviews(db)
    if (counts.judged > 0) log('contested keys judged', { ...counts })
  },
})

export const identityTasks = [judgeReviewsTask]

export const identitySchedules: Schedule[] = [{ task: judgeReviewsTask, cron: '* * * * *', data: {} }]
