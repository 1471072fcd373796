import { randomUUID } from 'node:crypto'
import { AppError } from '../../errors.ts'
import { type Intake, knownSlug, type Target } from './intake.ts'

/** One body on its way in, as it arrived. */
export interface Arrival {
  bytes: Uint8Array
  contentType: string | undefined
  contentEncoding: string | undefined
  /** The path it was sent to, which also scopes its Idempotency-Key. */
  path: string
  keyId: string
  idempotencyKey: string | null
}

/**
 * Keeps the body when it was refused for what it is, so that it can be looked at and replayed, and returns the error
 * with its `quarantine_id`. Errors that ask to send again, faults, and bodies beyond a size limit come back as they
 * are. When the body cannot be kept the database's error comes back: the sender must not take the refusal as final.
 */
export async function refuseBody(intake: Intake, arrival: Arrival, target: Target, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.status >= 500) return error
  intake.observer.refused(knownSlug(intake.catalog, target), error.code)
  if (!isKept(error)) return error
  const id = randomUUID()
  try {
    await intake.quarantine.keep({
      id,
      workflowSlug: target.slug ?? target.workflow.slug,
      route: arrival.path,
      keyId: arrival.keyId,
      contentType: arrival.contentType ?? null,
      contentEncoding: arrival.contentEncoding ?? null,
      body: arrival.bytes,
      status: error.status,
      code: error.code,
      detail: error.message,
      errors: error.errors ?? null,
    })
  } catch (failure) {
    return failure
  }
  return new AppError(error.status, error.code, error.message, {
    ...(error.errors === undefined ? {} : { errors: error.errors }),
    extra: { ...error.extra, quarantine_id: id },
    cause: error,
  })
}

/** Not what is too large or came too slowly, and not what only has to be sent again. */
function isKept({ status, code, extra }: AppError): boolean {
  if (status === 408 || status === 413 || status === 429 || code === 'idempotency_in_flight') return false
  // Stored as raw already: the answer names its raw_id.
  return extra?.raw_id === undefined
}
