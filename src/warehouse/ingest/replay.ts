import { asOperator, type Database, type Tx } from '../../db/database.ts'
import type { Json } from '../workflows/define.ts'
import type { Catalog, Registered } from '../workflows/registry.ts'
import { type BatchItem, newItem } from './batch-item.ts'
import { classifyFailure } from './classify-failure.ts'
import { loadWarehouse } from './engine.ts'
import { extractItem } from './extract-item.ts'
import { findLinkedInConflicts } from './find-linkedin-conflicts.ts'
import { RepeatBatch } from './lock-keys.ts'
import { readStored } from './read-stored.ts'
import { requestOf } from './receive.ts'
import { settleItems, type Warehouse } from './settle-items.ts'
import { rawTables } from './tables.ts'
import { openBatch } from './write-batch.ts'

export interface ReplaySelection {
  workflow?: string
  /** Only payloads received at or after this time (ISO). */
  since?: string
  /** Only payloads whose extraction failed. */
  failed?: boolean
  /** Entity key, domain or LinkedIn URL, in any of the forms in which raw tables hold it. */
  entity?: readonly string[]
}

export interface ReplayProgress {
  replayed: number
  failed: number
  /** Payloads of workflows that this installation does not know. */
  unknown: number
  total: number
  /** The last payload done: where a later run goes on. */
  after: string
}

export interface ReplayOptions {
  selection?: ReplaySelection
  after?: string
  onProgress?: (progress: ReplayProgress) => void | Promise<void>
  signal?: AbortSignal
  pageSize?: number
}

export interface StoredPayload {
  id: string
  raw_table: (typeof rawTables)[number]
  workflow_slug: string
  entity_key: string | null
  payload: string
  envelope: string
  body: Buffer | null
  body_sha256: Buffer | null
  received_at: string
  error: Json
  warnings: Json
}

/** What extraction sees of a stored payload. */
type StoredItem = Pick<StoredPayload, 'id' | 'payload' | 'envelope' | 'body' | 'body_sha256' | 'received_at'>

const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Runs stored payloads through the current extractors again, in the order in which they came, and takes the results to
 * extracted and core as if they came now. Extraction sees what it saw then (payload, envelope, time of arrival), so a
 * second replay changes nothing. Receipts and keys are neither read nor written. Resumes after `options.after`.
 */
export async function replay(db: Database, catalog: Catalog, options: ReplayOptions = {}): Promise<ReplayProgress> {
  const warehouse = await asOperator(db, loadWarehouse)
  const filters = filtersOf(options.selection ?? {}, warehouse)
  const total = await asOperator(db, (tx) => countPayloads(tx, filters))
  const progress: ReplayProgress = { replayed: 0, failed: 0, unknown: 0, total, after: options.after ?? FIRST }
  while (options.signal?.aborted !== true) {
    const page = await asOperator(db, (tx) => readPage(tx, filters, progress.after, options.pageSize ?? 200))
    if (page.length === 0) break
    for (const batch of oncePerEntity(page)) await replayBatch(db, catalog, warehouse, batch, progress)
    progress.after = page.at(-1)?.id ?? progress.after
    await options.onProgress?.(progress)
  }
  return progress
}

/** Cuts a page where an entity comes again: its payloads are taken one transaction after the other, in order. */
function* oncePerEntity(page: readonly StoredPayload[]): Generator<StoredPayload[]> {
  let batch: StoredPayload[] = []
  let seen = new Set<string>()
  for (const payload of page) {
    const key = payload.entity_key ?? payload.id
    if (seen.has(key)) {
      yield batch
      batch = []
      seen = new Set()
    }
    seen.add(key)
    batch.push(payload)
  }
  if (batch.length > 0) yield batch
}

async function replayBatch(
  db: Database,
  catalog: Catalog,
  warehouse: Warehouse,
  batch: StoredPayload[],
  progress: ReplayProgress,
  attempt = 1,
  locks: readonly string[] = [],
): Promise<void> {
  const counts = { replayed: 0, failed: 0, unknown: 0 }
  try {
    await asOperator(db, async (tx) => {
      const items = batch.flatMap((payload) => {
        const registered = registeredFor(catalog, payload)
        if (registered === undefined) counts.unknown++
        return registered === undefined ? [] : [{ payload, item: itemOf(payload, registered) }]
      })
      const locked = new Set([...items.map(({ item }) => item.submission.entityKey), ...locks])
      await openBatch(tx, [...locked], warehouse)
      for (const { item } of items) extractItem(item, warehouse.indexed)
      await findLinkedInConflicts(
        tx,
        items.map(({ item }) => item),
      )
      const extracted = items.flatMap(({ item }) => (item.error === null ? [item] : []))
      await settleItems(tx, extracted, warehouse, { locked, rebuild: true, peopleOnly: false, careful: true })
      for (const { payload, item } of items) await noteResult(tx, payload, item)
      counts.replayed += extracted.length
      counts.failed += items.length - extracted.length
    })
  } catch (error) {
    const failure = classifyFailure(error)
    if ((failure.kind === 'again' || failure.kind === 'away') && attempt < 10) {
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt))
      const needed = error instanceof RepeatBatch ? error.keys : []
      return replayBatch(db, catalog, warehouse, batch, progress, attempt + 1, [...locks, ...needed])
    }
    if (failure.kind !== 'data') throw error
    if (batch.length > 1) {
      const middle = batch.length >> 1
      await replayBatch(db, catalog, warehouse, batch.slice(0, middle), progress)
      await replayBatch(db, catalog, warehouse, batch.slice(middle), progress)
      return
    }
    const [payload] = batch
    if (payload !== undefined) {
      await asOperator(db, (tx) => setError(tx, payload, { code: failure.code, message: failure.message }))
    }
    progress.failed++
    return
  }
  progress.replayed += counts.replayed
  progress.failed += counts.failed
  progress.unknown += counts.unknown
}

/** The workflow of a stored payload: its slug's, or that of the built-in route on which it came under a slug of its own. */
export function registeredFor(
  catalog: Catalog,
  payload: Pick<StoredPayload, 'envelope' | 'workflow_slug'>,
): Registered | undefined {
  const { route_workflow: route } = readStored(payload.envelope) as Record<string, unknown>
  const host = typeof route === 'string' ? catalog.find(route) : undefined
  return host === undefined
    ? catalog.find(payload.workflow_slug)
    : catalog.forRoute(host.workflow, payload.workflow_slug)
}

export function itemOf(payload: StoredItem, { workflow, registration }: Registered): BatchItem {
  const request = requestOf(readStored(payload.payload), readStored(payload.envelope) as Record<string, unknown>)
  const sha256 = payload.body_sha256 ?? Buffer.alloc(32)
  const submission = {
    workflow,
    registration,
    entityKey: workflow.entityKey(request) ?? sha256.toString('hex'),
    request,
    payloadText: payload.payload,
    envelopeText: payload.envelope,
    body: payload.body,
    sha256,
    warnings: [],
    idempotency: null,
  }
  return newItem(submission, payload.id, payload.received_at)
}

/** The raw row tells how its extraction went the last time. */
async function noteResult(tx: Tx, payload: StoredPayload, item: BatchItem): Promise<void> {
  if (payload.error === null && item.error === null) return
  await setError(tx, payload, item.error)
}

async function setError(
  tx: Tx,
  payload: StoredPayload,
  error: { code: string; message: string } | null,
): Promise<void> {
  await tx.execute(`update ${payload.raw_table} set error = $2 where id = $1`, [
    payload.id,
    error === null ? null : JSON.stringify(error),
  ])
}

interface Filters {
  /** One `select` per raw table, without order and limit. */
  selects: string[]
  values: unknown[]
}

function filtersOf({ workflow, since, failed, entity }: ReplaySelection, { columns }: Warehouse): Filters {
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const conditions = [
    ...(workflow === undefined ? [] : [`p.workflow_slug = ${parameter(workflow)}`]),
    ...(since === undefined ? [] : [`p.received_at >= ${parameter(since)}::timestamptz`]),
    ...(failed === true ? ['p.error is not null'] : []),
  ]
  const forms = entity === undefined ? null : parameter(entity)
  const selects = rawTables.map((table) => {
    const known = columns.get(table)
    const key = [
      'entity_key',
      'linkedin_url',
      'company_domain',
      'origin_company_domain',
      'case_study_url',
      'domain',
    ].find((name) => known?.has(name))
    const all = [
      'p.raw_payload is not null',
      ...conditions,
      ...(forms === null ? [] : [key === undefined ? 'false' : `p.${key} = any(${forms}::text[])`]),
    ]
    return `select p.id, '${table}' as raw_table, p.workflow_slug, ${key === undefined ? 'null' : `p.${key}`} as entity_key, p.raw_payload,
      p.envelope, p.body, p.body_sha256, p.received_at, p.error, p.warnings from ${table} p where ${all.join(' and ')}`
  })
  return { selects, values }
}

async function countPayloads(tx: Tx, { selects, values }: Filters): Promise<number> {
  const [row] = await tx.query<{ n: string }>(`select count(*) as n from (${selects.join(' union all ')}) p`, values)
  return Number(row?.n ?? 0)
}

/** The next payloads of all raw tables in the order of their time-ordered ids. */
function readPage(tx: Tx, { selects, values }: Filters, after: string, limit: number): Promise<StoredPayload[]> {
  const next = selects.map((select) => `(${select} and p.id > $${values.length + 1} order by p.id limit ${limit})`)
  return tx.query<StoredPayload>(
    `select id, raw_table, workflow_slug, entity_key, raw_payload::text as payload, envelope::text as envelope, body, body_sha256,
       to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as received_at, error, warnings
     from (${next.join(' union all ')}) p order by id limit ${limit}`,
    [...values, after],
  )
}
