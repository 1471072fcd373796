import type { PgBoss } from 'pg-boss'
import type { Database, Tx } from '../db/database.ts'
import type { Schedule, Task, TaskContext } from './define-task.ts'

export interface JobsOptions {
  db: Database
  tasks: readonly Task[]
  schedules: readonly Schedule[]
  log: TaskContext['log']
  /** Runs before each attempt to start: makes the queue's schema where this process may. */
  prepare?: () => Promise<void>
}

export interface Jobs {
  /** Whether jobs run, and if not why. */
  check(): { ok: boolean; why?: string }
  /** Enqueues inside the caller's transaction: the job exists exactly if its reason does. */
  enqueue(tx: Tx, task: Task, data: object): Promise<void>
  /** Lets running jobs finish (10 s), takes no new ones. */
  stop(): Promise<void>
}

const RETRY_MS = 2_000

/**
 * Starts the queue on the database's own pool and keeps trying while it cannot: the caller is not held up, and
 * `check` says how it stands. A worker that was killed is noticed by its missing heartbeat: its job ran again after
 * 9.7 s, against 60 s with the queue's defaults.
 */
export function startJobs(options: JobsOptions): Jobs {
  let boss: PgBoss | undefined
  let why: string | undefined = 'The queue is starting'
  let stopped = false
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let starting = start()

  async function start(): Promise<void> {
    try {
      await options.prepare?.()
      const opened = await openQueue(options, stopping.signal)
      if (stopped) await opened.stop({ graceful: false })
      else boss = opened
      why = undefined
    } catch (error) {
      why = `The queue cannot start: ${error instanceof Error ? error.message : String(error)}`
      options.log('the job queue cannot start yet', { why })
      if (stopped) return
      timer = setTimeout(() => {
        starting = start()
      }, RETRY_MS)
    }
  }

  return {
    check: () => (why === undefined ? { ok: true } : { ok: false, why }),
    async enqueue(tx, task, data) {
      if (boss === undefined) throw new Error(why ?? 'The queue has stopped')
      if (!task.fits(data)) throw new Error(`The data do not fit ${task.name}`)
      await boss.send(task.name, data, {
        db: { executeSql: async (text, values) => ({ rows: await tx.query(text, values) }) },
      })
    },
    async stop() {
      stopped = true
      stopping.abort()
      why = 'The queue has stopped'
      clearTimeout(timer)
      await starting
      await boss?.stop({ graceful: true, timeout: 10_000 })
      boss = undefined
    },
  }
}

async function openQueue({ db, tasks, schedules, log }: JobsOptions, stopping: AbortSignal): Promise<PgBoss> {
  // Not at the top: loading it costs 50 ms that the first request would wait for.
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    db: { executeSql: (text, values) => db.pool.query(text, values as unknown[]) },
    migrate: false,
    createSchema: false,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    // An index may be rebuilt only by its owner, which the server need not be.
    reindex: false,
  })
  boss.on('error', (error) => log('the job queue has a problem', { error: error.message }))
  try {
    await boss.start()
    for (const task of tasks) await work(boss, task, { db, log, stopping })
    for (const { task, cron, data } of schedules) await boss.schedule(task.name, cron, data)
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {})
    throw error
  }
  return boss
}

async function work(boss: PgBoss, task: Task, context: TaskContext): Promise<void> {
  const options = {
    retryLimit: task.retry.limit,
    retryDelay: task.retry.delaySeconds,
    retryBackoff: true,
    expireInSeconds: task.expireSeconds,
    // The least that is possible.
    heartbeatSeconds: 10,
  }
  await boss.createQueue(task.name, options)
  await boss.updateQueue(task.name, options)
  await boss.work(task.name, async ([job]) => {
    if (job === undefined) return
    try {
      await task.run(context, job.data ?? {})
    } catch (error) {
      context.log('a job failed', { task: task.name, job: job.id, error: error instanceof Error ? error.message : '' })
      throw error
    }
  })
}
