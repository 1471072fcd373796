import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../errors.ts'
import { chooseRegistration, type Intake, type Target } from './intake.ts'
import { intakeLimits } from './intake-limits.ts'
import { type ReadRecord, readLine, withoutRef } from './read-body.ts'
import { receive } from './receive.ts'
import { type Arrival, refuseBody } from './refuse-body.ts'
import type { Submission } from './submission.ts'

/** A line of a stream or an element of an array: its bytes, perhaps read already, perhaps refused already. */
export interface Entry {
  number: number
  bytes: Uint8Array
  record?: ReadRecord
  error?: AppError
}

type Answer = Record<string, unknown>

interface Slot {
  number: number
  bytes: number
  ref: string | number | undefined
  answer: Answer | undefined
}

export interface LineWindow {
  /** Sends one record on its way. Never throws: whatever happens to it is its answer. */
  admit(entry: Entry): void
  /** So many are on their way that no more should be admitted before `room`. */
  readonly full: boolean
  /** Resolves when there is room, and when the answers so far have been taken. */
  room(): Promise<void>
  /** Resolves when everything that was admitted has been answered and taken. */
  settled(): Promise<void>
}

interface Origin {
  arrival: Omit<Arrival, 'bytes' | 'contentEncoding' | 'idempotencyKey'>
  target: Target
  /** How answers name their record: `line` counts from 1, `index` from 0. */
  number: 'line' | 'index'
}

/**
 * Keeps many records of one sender on their way at once and hands out their answers in the order of the records,
 * together for all that are ready in one turn of the event loop. An overloaded server or an absent database makes
 * records wait, not fail: a stream has nobody who would send a single line again.
 */
export function openLineWindow(intake: Intake, origin: Origin, take: (answers: Answer[]) => Promise<void>): LineWindow {
  let slots: Slot[] = []
  let bytes = 0
  let scheduled = false
  let taking: Promise<void> = Promise.resolve()
  let wake: (() => void) | undefined

  function admit(entry: Entry): void {
    const slot: Slot = { number: entry.number, bytes: entry.bytes.length, ref: undefined, answer: undefined }
    slots.push(slot)
    bytes += slot.bytes
    try {
      if (entry.error !== undefined) throw entry.error
      const record = entry.record ?? readLine(entry.bytes)
      const { ref, sha256 } = withoutRef(record)
      slot.ref = ref
      const chosen = chooseRegistration(intake.catalog, origin.target, record.value)
      if (chosen === undefined) throw new AppError(404, 'workflow_not_found', 'The workflow was removed')
      submit(slot, entry, receive(record, entry.bytes, { ...chosen, sha256 }), 0)
    } catch (error) {
      void refuse(slot, entry, error)
    }
  }

  function submit(slot: Slot, entry: Entry, submission: Submission, since: number): void {
    intake.ingest.submit(submission).then(
      (outcome) => settle(slot, outcome.status, outcome.body),
      (error: unknown) => {
        if (!isPassing(error) || (since !== 0 && since < performance.now() - intakeLimits.lineRetrySeconds * 1000)) {
          void refuse(slot, entry, error)
        } else {
          const first = since === 0 ? performance.now() : since
          void sleep(200 + 300 * Math.random()).then(() => submit(slot, entry, submission, first))
        }
      },
    )
  }

  async function refuse(slot: Slot, entry: Entry, error: unknown): Promise<void> {
    const arrival = {
      ...origin.arrival,
      contentType: 'application/json',
      bytes: entry.bytes,
      contentEncoding: undefined,
      idempotencyKey: null,
    }
    const refused = await refuseBody(intake, arrival, origin.target, error)
    if (refused instanceof AppError) {
      const { status, code, message, errors, extra } = refused
      settle(slot, status, { success: false, code, error: message, ...(errors && { errors }), ...extra })
    } else {
      intake.observer.fault(refused)
      const [status, code] = error instanceof AppError ? [503, 'database_unavailable'] : [500, 'internal']
      settle(slot, status, { success: false, code, error: 'The server failed on this record: send it again' })
    }
  }

  function settle(slot: Slot, status: number, body: Answer): void {
    // The number is the record's true status; a workflow's own word for what it did moves aside.
    const { status: result, ...rest } = body
    slot.answer = {
      [origin.number]: slot.number,
      ...(slot.ref === undefined ? {} : { ref: slot.ref }),
      status,
      ...rest,
      ...(typeof result === 'string' && result !== 'pending' ? { result } : {}),
    }
    if (slots[0] === slot && !scheduled) {
      scheduled = true
      setImmediate(flush)
    }
  }

  function flush(): void {
    scheduled = false
    let count = 0
    const answers: Answer[] = []
    for (let slot = slots[0]; slot?.answer !== undefined; slot = slots[++count]) {
      answers.push(slot.answer)
      bytes -= slot.bytes
    }
    slots = slots.slice(count)
    const before = taking
    taking = before.then(() => take(answers))
    taking.then(wakeUp, wakeUp)
  }

  function isFull(): boolean {
    return slots.length >= intakeLimits.streamWindow || bytes >= intakeLimits.streamWindowBytes
  }

  function wakeUp(): void {
    wake?.()
    wake = undefined
  }

  function woken(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve
    })
  }

  return {
    admit,
    get full() {
      return isFull()
    },
    async room() {
      while (isFull()) await woken()
      await taking
    },
    async settled() {
      while (slots.length > 0) await woken()
      await taking
    },
  }
}

/** Refused for the moment: the same record may succeed in a second. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  return error.code === 'overloaded' || error.code === 'database_unavailable'
}
