import { AppError, conflict, unavailable } from '../../errors.ts'
import { classifyFailure } from './classify-failure.ts'
import { idempotencyName } from './idempotency.ts'
import { RepeatBatch } from './lock-keys.ts'
import type { Ingest, IngestObserver, Outcome, Submission } from './submission.ts'
import { isAboutPeople, type WriteBatchOptions } from './write-batch.ts'

export interface BatcherOptions {
  writers: number
  maxBatch: number
  maxQueue: number
  observer?: IngestObserver
  log?: (message: string, fields?: Record<string, unknown>) => void
  /** One transaction. */
  write: (batch: readonly Submission[], options: WriteBatchOptions) => Promise<(Outcome | AppError)[]>
}

interface Waiting {
  submission: Submission
  resolve: (outcome: Outcome) => void
  reject: (error: Error) => void
  promise: Promise<Outcome>
}

const ATTEMPTS = 8
/** Characters of payloads in one transaction: all of them are sent before the first is answered. */
const MOST_TEXT = 8_000_000
/**
 * How long a batch that is not full waits for company while another one is being written: fewer and larger batches cost less
 * (256 callers: 107 payloads in a batch instead of 60). Nobody waits while no writer is busy.
 */
const GATHER_MS = 10
const UNIQUE_VIOLATION = '23505'

/**
 * Group commit: while the writers are busy the queue grows into the next batch, so the batch is as large as the load. Two
 * bodies of one entity never share a batch and are never in two at once: they are written in the order in which they came.
 * Equal bodies that meet here share one write.
 */
export function createBatcher(options: BatcherOptions): Ingest {
  const queue: Waiting[] = []
  const bodies = new Map<string, Waiting>()
  const keysInFlight = new Set<string>()
  const busyEntities = new Set<string>()
  let busyWriters = 0
  let inFlight = 0
  let scheduled = false
  let gathering: NodeJS.Timeout | null = null
  let closed = false
  let drained: (() => void) | null = null

  return {
    submit,
    depth: () => queue.length + inFlight,
    close() {
      closed = true
      return new Promise((resolve) => {
        if (queue.length + inFlight === 0) resolve()
        else drained = resolve
      })
    },
  }

  async function submit(submission: Submission): Promise<Outcome> {
    if (closed) throw unavailable('shutting_down', 'The server is stopping: send it again in a moment', 2)
    const body = bodyName(submission)
    if (submission.idempotency === null) {
      const first = bodies.get(body)
      if (first !== undefined) {
        const outcome = await first.promise
        return outcome.status < 300 ? { ...outcome, body: { ...outcome.body, deduplicated: true } } : outcome
      }
    }
    if (queue.length + inFlight >= options.maxQueue) {
      throw unavailable('overloaded', 'Too many payloads wait to be written: send it again in a moment', 1)
    }
    const name = submission.idempotency === null ? null : idempotencyName(submission.idempotency)
    if (name !== null) {
      if (keysInFlight.has(name)) {
        throw conflict('idempotency_in_flight', 'A request with this Idempotency-Key is being answered', {
          retryAfter: 1,
        })
      }
      keysInFlight.add(name)
    }
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    const waiting = { submission, resolve, reject, promise }
    queue.push(waiting)
    if (submission.idempotency === null) bodies.set(body, waiting)
    schedule()
    try {
      return await promise
    } finally {
      if (bodies.get(body) === waiting) bodies.delete(body)
      if (name !== null) keysInFlight.delete(name)
    }
  }

  function schedule() {
    if (scheduled || busyWriters >= options.writers) return
    if (busyWriters === 0 || queue.length >= options.maxBatch) leave()
    else gathering ??= setTimeout(leave, GATHER_MS)
  }

  /** At the end of this turn of the event loop, so that what arrived together goes together. */
  function leave() {
    if (gathering !== null) clearTimeout(gathering)
    gathering = null
    scheduled = true
    setImmediate(() => {
      scheduled = false
      while (busyWriters < options.writers) {
        const batch = takeBatch()
        if (batch.length === 0) return
        void run(batch)
        if (queue.length < options.maxBatch) break
      }
      if (queue.length > 0) schedule()
    })
  }

  function takeBatch(): Waiting[] {
    const batch: Waiting[] = []
    const taken = new Set<string>()
    let kept = 0
    let text = 0
    let i = 0
    for (; i < queue.length && batch.length < options.maxBatch && text < MOST_TEXT; i++) {
      const waiting = queue[i] as Waiting
      const { entityKey } = waiting.submission
      const first = batch[0]
      const mixes = first !== undefined && isAboutPeople(first.submission) !== isAboutPeople(waiting.submission)
      if (mixes || busyEntities.has(entityKey) || taken.has(entityKey)) queue[kept++] = waiting
      else {
        batch.push(waiting)
        text += waiting.submission.payloadText.length
      }
      // Also for one that has to wait: a later body of the same entity must not overtake it.
      taken.add(entityKey)
    }
    queue.splice(kept, i - kept)
    return batch
  }

  async function run(batch: Waiting[]): Promise<void> {
    busyWriters++
    inFlight += batch.length
    for (const { submission } of batch) busyEntities.add(submission.entityKey)
    try {
      await writeOrSplit(batch)
    } finally {
      busyWriters--
      inFlight -= batch.length
      for (const { submission } of batch) busyEntities.delete(submission.entityKey)
      schedule()
      if (drained !== null && queue.length + inFlight === 0) drained()
    }
  }

  /** A payload that the database cannot take is found by halving; everyone else commits. */
  async function writeOrSplit(batch: Waiting[], writeOptions: WriteBatchOptions = {}): Promise<void> {
    const begun = performance.now()
    try {
      const answers = await writeWithRetry(
        batch.map(({ submission }) => submission),
        writeOptions,
      )
      options.observer?.batch(batch.length, performance.now() - begun)
      for (const [i, waiting] of batch.entries()) answer(waiting, answers[i])
    } catch (error) {
      const failure = classifyFailure(error)
      if (failure.kind === 'data' && batch.length > 1) {
        const middle = batch.length >> 1
        await writeOrSplit(batch.slice(0, middle))
        await writeOrSplit(batch.slice(middle))
        return
      }
      if (failure.kind === 'data' && writeOptions.rawOnly === undefined) {
        options.log?.('a payload could not be extracted', {
          code: failure.code,
          slug: batch[0]?.submission.registration.slug,
        })
        await writeOrSplit(batch, { rawOnly: { code: failure.code, message: failure.message } })
        return
      }
      options.log?.('a batch could not be written', { code: failure.code, size: batch.length })
      const shown =
        failure.kind === 'away'
          ? unavailable('database_unavailable', 'The database is not reachable: send it again in a moment', 2, error)
          : asError(error)
      for (const waiting of batch) {
        options.observer?.settled(waiting.submission.registration.slug, 'error', 1)
        waiting.reject(shown)
      }
    }
  }

  /** The whole batch again on deadlocks and lost connections. A commit that was lost half way is safe to repeat: its receipts answer. */
  async function writeWithRetry(
    submissions: Submission[],
    writeOptions: WriteBatchOptions,
  ): Promise<(Outcome | AppError)[]> {
    const locks: string[] = []
    let careful = false
    for (let attempt = 1; ; attempt++) {
      try {
        return await options.write(submissions, { ...writeOptions, locks, careful })
      } catch (error) {
        if (error instanceof RepeatBatch) locks.push(...error.keys)
        const { kind, code } = classifyFailure(error)
        if (code === UNIQUE_VIOLATION && !careful) {
          careful = true
          continue
        }
        if (attempt >= ATTEMPTS || (kind !== 'again' && kind !== 'away')) throw error
        const pause = kind === 'away' ? 200 * attempt : 5 * attempt
        await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())))
      }
    }
  }

  function answer(waiting: Waiting, outcome: Outcome | AppError | undefined) {
    const { slug } = waiting.submission.registration
    if (outcome === undefined || outcome instanceof AppError) {
      options.observer?.settled(slug, 'error', 1)
      waiting.reject(outcome ?? new AppError(500, 'internal_error', 'A payload was left without an answer'))
      return
    }
    options.observer?.settled(slug, outcomeName(outcome), 1)
    waiting.resolve(outcome)
  }
}

function outcomeName({ status, body }: Outcome) {
  if (body.deduplicated === true) return 'deduplicated'
  if (status === 202) return 'pending'
  if (status === 409) return 'conflict'
  return status < 300 ? 'accepted' : 'failed'
}

function bodyName({ registration, entityKey, sha256 }: Submission): string {
  return `${registration.slug}\n${entityKey}\n${sha256.toString('base64')}`
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
