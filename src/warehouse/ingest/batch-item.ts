import type { Extraction, Warning } from '../workflows/define.ts'
import type { Outcome, Submission } from './submission.ts'

/** One payload of a batch on its way through the transaction. */
export interface BatchItem {
  submission: Submission
  rawId: string
  /** ISO time of arrival by the database clock, microseconds, UTC. */
  receivedAt: string
  /** The time the payload counts from: its own, else its arrival. */
  observedAt: string
  /** The payload's own refresh time, once it was extracted; null when it has none. */
  ownTime: string | null
  /** Hash of the payload, hex: decides between equal times. */
  hash: string
  extraction: Extraction | null
  warnings: Warning[]
  /** Why nothing was extracted, as kept on the raw row. */
  error: { code: string; message: string } | null
  /** Set as soon as the answer is known. */
  outcome: Outcome | null
}

/** Bytes of the hash that order equal times: enough to tell payloads apart, and half the size. */
export const HASH_BYTES = 8

export function newItem(submission: Submission, rawId: string, receivedAt: string): BatchItem {
  return {
    submission,
    rawId,
    receivedAt,
    observedAt: receivedAt,
    ownTime: null,
    hash: submission.sha256.toString('hex', 0, HASH_BYTES),
    extraction: null,
    warnings: [...submission.warnings],
    error: null,
    outcome: null,
  }
}
