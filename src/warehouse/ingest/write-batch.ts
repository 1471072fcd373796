import type { Tx } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { readRanks } from '../identity/load-ranks.ts'
import { type BatchItem, newItem } from './batch-item.ts'
import { extractItem } from './extract-item.ts'
import { findLinkedInConflicts } from './find-linkedin-conflicts.ts'
import { findIdempotent, idempotencyLock, writeIdempotencyKeys } from './idempotency.ts'
import { lockOrder } from './lock-keys.ts'
import { findSameAgain, writeReceipts } from './same-again.ts'
import { settleItems, type Warehouse } from './settle-items.ts'
import { storeRaw } from './store-raw.ts'
import type { Outcome, Submission } from './submission.ts'
import { payloadId } from './tables.ts'
import { writeRows } from './write-rows.ts'

export interface WriteBatchOptions {
  /** The one payload of this batch cannot be taken beyond raw: keep it with this error. */
  rawOnly?: { code: string; message: string }
  /** An earlier attempt met a row where none was expected. */
  careful?: boolean
  /** Keys that an earlier attempt turned out to need. */
  locks?: readonly string[]
}

/**
 * One transaction's work for a batch of payloads: raw, extracted and core together, or nothing. Returns one answer per
 * submission, in order; an AppError where only that sender is at fault. The caller commits.
 *
 * A batch is about people or about companies, never both: see `waitForKeys`.
 */
export async function writeBatch(
  tx: Tx,
  submissions: readonly Submission[],
  warehouse: Warehouse,
  options: WriteBatchOptions = {},
): Promise<(Outcome | AppError)[]> {
  const locked = new Set([...submissions.map((submission) => submission.entityKey), ...(options.locks ?? [])])
  const receivedAt = await openBatch(
    tx,
    [...locked, ...submissions.flatMap((s) => (s.idempotency === null ? [] : idempotencyLock(s.idempotency)))],
    warehouse,
  )
  const answers: (Outcome | AppError | null)[] = await findIdempotent(tx, submissions)
  const fresh = submissions.flatMap((submission, position) =>
    answers[position] === null ? [{ submission, position, item: newItem(submission, payloadId(), receivedAt) }] : [],
  )
  const same = await findSameAgain(
    tx,
    fresh.map(({ submission }) => submission),
    (i) => {
      const item = fresh[i]?.item
      if (item === undefined || options.rawOnly !== undefined) return null
      extractItem(item, warehouse.indexed)
      return item.ownTime
    },
  )
  const items: { item: BatchItem; position: number }[] = []
  const again: { submission: Submission; outcome: Outcome }[] = []
  fresh.forEach(({ submission, position, item }, i) => {
    const outcome = same.outcomes[i] ?? null
    answers[position] = outcome
    if (outcome === null) items.push({ item, position })
    else again.push({ submission, outcome })
  })
  await writeNew(
    tx,
    items.map(({ item }) => item),
    warehouse,
    options,
    locked,
    options.careful ? new Set() : same.unknown,
  )
  for (const { item, position } of items) answers[position] = item.outcome
  await writeIdempotencyKeys(tx, [
    ...again,
    ...items.flatMap(({ item }) =>
      item.outcome === null ? [] : { submission: item.submission, outcome: item.outcome },
    ),
  ])
  return answers.map((answer) => answer ?? new AppError(500, 'internal_error', 'A payload was left without an answer'))
}

async function writeNew(
  tx: Tx,
  items: readonly BatchItem[],
  warehouse: Warehouse,
  options: WriteBatchOptions,
  locked: Set<string>,
  unknown: ReadonlySet<string>,
): Promise<void> {
  if (items.length === 0) return
  for (const item of items) {
    if (options.rawOnly === undefined) extractItem(item, warehouse.indexed)
    else item.error = options.rawOnly
  }
  await findLinkedInConflicts(tx, items)
  await writeRows(
    tx,
    items.map((item) => ({ ...item, rows: item.submission.workflow.rawParents(item.submission.request) })),
    warehouse.columns,
  )
  await storeRaw(tx, items, warehouse.columns)
  const extracted = items.filter((item) => item.error === null)
  const settled = await settleItems(tx, extracted, warehouse, {
    locked,
    rebuild: false,
    // One that already holds companies from an earlier attempt must not wait for more of them.
    peopleOnly: (options.locks ?? []).length === 0 && items.every(({ submission }) => isAboutPeople(submission)),
    careful: options.careful === true,
  })
  for (const item of items) {
    const facts = settled.get(item)
    item.outcome =
      facts === undefined
        ? failure(item)
        : success(
            item,
            item.submission.workflow.answer(item.submission.request, facts, item.extraction ?? noExtraction),
          )
  }
  await writeReceipts(
    tx,
    extracted.flatMap((item) =>
      item.outcome === null
        ? []
        : {
            submission: item.submission,
            rawId: item.rawId,
            ownTime: item.ownTime,
            receivedAt: item.receivedAt,
            outcome: item.outcome,
          },
    ),
    unknown,
  )
}

/** People's batches and all others never mix: only so is the order of locks the same everywhere. */
export function isAboutPeople({ workflow }: Submission): boolean {
  return workflow.entityType === 'person'
}

const noExtraction = { rows: [], observations: [], warnings: [] }

/**
 * Settings and locks of an ingest transaction in one statement; returns the time of arrival. Ranks that an operator
 * changed since are read anew; the sub-select holds their version before any key is locked. On a fresh database there
 * are no statistics and the planner would scan whole tables for a hundred keys (10.8 ms against 0.6), or a whole index to
 * hash it; every statement here asks for a few hundred keys, and planning for exactly these would cost 36 µs per payload. The
 * trigger on person_experience is off because the engine writes history itself.
 */
export async function openBatch(tx: Tx, locks: readonly string[], warehouse: Warehouse): Promise<string> {
  const [row] = await tx.query<{ now: string; version: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now,
       set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true),
       set_config('galena.sync', 'off', true), held.version,
       (select count(pg_advisory_xact_lock(hashtextextended(k, 0))) from unnest($1::text[]) k)
     from (select reference.hold_fold_version() as version) held`,
    [lockOrder(locks)],
  )
  if (row !== undefined && row.version !== warehouse.ranks.version) warehouse.ranks = await readRanks(tx)
  return row?.now ?? ''
}

function success(item: BatchItem, answer: Record<string, unknown>): Outcome {
  const status = item.extraction?.status
  return {
    status: status === 'pending' ? 202 : 200,
    body: {
      success: true,
      raw_id: item.rawId,
      ...answer,
      ...(status === 'pending' ? { status: 'pending' } : {}),
      ...(item.warnings.length > 0 ? { warnings: item.warnings } : {}),
    },
  }
}

function failure(item: BatchItem): Outcome {
  const { code, message } = item.error ?? { code: 'extraction_failed', message: 'Nothing could be extracted' }
  const conflict = code === 'linkedin_url_conflict'
  return {
    status: conflict ? 409 : 422,
    body: {
      success: false,
      code: conflict ? code : 'extraction_failed',
      error: conflict ? code : 'extraction_failed',
      detail: `${message}. The payload is kept as ${item.rawId} and can be replayed.`,
      raw_id: item.rawId,
    },
  }
}
