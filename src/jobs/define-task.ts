import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Database } from '../db/database.ts'

/** What a handler is given beside its data. */
export interface TaskContext {
  db: Database
  log: (message: string, fields?: Record<string, unknown>) => void
  /** Aborts when the process wants to end: a handler that takes long stops where it can be taken up again. */
  stopping?: AbortSignal
}

export interface Retry {
  /** Further attempts after the first. */
  limit: number
  /** Seconds before the first of them; doubled each time. */
  delaySeconds: number
}

interface TaskDefinition<S extends TSchema> {
  name: string
  /** What the job carries: ids, never payloads. */
  schema: S
  /** Must be safe to repeat: a job runs at least once, and again when its worker was killed. */
  handler: (context: TaskContext, data: Static<S>) => Promise<void>
  retry: Retry
  /** Seconds a run may take before it counts as lost. 15 minutes unless given. */
  expireSeconds?: number
}

/** A kind of job with its types erased, as the queue uses it. */
export interface Task {
  name: string
  retry: Retry
  expireSeconds: number
  /** Throws when the data does not fit the schema: a job of another version must fail loudly. */
  run(context: TaskContext, data: unknown): Promise<void>
  fits(data: unknown): boolean
}

/** When a task runs by itself. Times are UTC. */
export interface Schedule {
  task: Task
  cron: string
  data: object
}

export function defineTask<S extends TSchema>(definition: TaskDefinition<S>): Task {
  const validator = Compile(definition.schema)
  return {
    name: definition.name,
    retry: definition.retry,
    expireSeconds: definition.expireSeconds ?? 900,
    fits: (data) => validator.Check(data),
    async run(context, data) {
      if (!validator.Check(data)) throw new Error(`The data of this job do not fit ${definition.name}`)
      await definition.handler(context, data as Static<S>)
    },
  }
}
