import type { Warning, Workflow } from '../workflows/define.ts'

/** The registry row under which a payload is stored: normally the workflow's own, or one registered at run time. */
export interface Registration {
  slug: string
  provider: string
  platform: string
  payloadType: string
}

/** One payload on its way in: read, validated and split, nothing stored yet. */
export interface Submission {
  workflow: Workflow
  registration: Registration
  /** Subject key, natural key, or the body's hash: what same-again and the locks go by. */
  entityKey: string
  /** The parsed request body (without `ref` when it came in a line). */
  request: Record<string, unknown>
  /** JSON text for `raw_payload`, with the digits as they were sent. */
  payloadText: string
  /** JSON text of the request without the payload. */
  envelopeText: string
  /** The exact bytes, only when jsonb would lose something. */
  body: Uint8Array | null
  sha256: Buffer
  warnings: Warning[]
  idempotency: { apiKeyId: string; route: string; key: string } | null
}

/** What the sender is told once the transaction has committed. */
export interface Outcome {
  /** 200; 202 pending; 409 conflict; 422 extraction_failed. */
  status: number
  /** The original's fields with `success`, `raw_id`, and `deduplicated` or `warnings` where they apply; for 4xx a problem document's members. */
  body: Record<string, unknown>
  /** Answered from a stored Idempotency-Key. */
  replayed?: boolean
}

/** The way in, shared by HTTP, files and replay. */
export interface Ingest {
  /**
   * Stores one payload and answers after its commit. Payloads of all callers share transactions.
   * Rejects with 503 `overloaded` (Retry-After) when too many wait, 503 `database_unavailable` when PostgreSQL is away,
   * 409 `idempotency_in_flight`, 422 `idempotency_mismatch`.
   */
  submit(submission: Submission): Promise<Outcome>
  /** Payloads waiting or being written. */
  depth(): number
  /** Resolves when nothing waits any more. New submissions are refused with 503 from the call on. */
  close(): Promise<void>
}

/** Counters the metrics page shows. */
export interface IngestObserver {
  settled(
    slug: string,
    outcome: 'accepted' | 'deduplicated' | 'pending' | 'failed' | 'conflict' | 'error',
    count: number,
  ): void
  batch(size: number, milliseconds: number): void
}
