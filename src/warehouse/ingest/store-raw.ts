import type { Tx } from '../../db/database.ts'
import type { BatchItem } from './batch-item.ts'
import type { TableColumns } from './write-rows.ts'

/**
 * Keeps the payloads of a batch as they arrived, one COPY per raw table. The text goes to jsonb with the digits as sent;
 * the exact bytes stand beside it only where jsonb would lose something.
 */
export async function storeRaw(tx: Tx, items: readonly BatchItem[], columns: TableColumns): Promise<void> {
  const groups = new Map<string, BatchItem[]>()
  for (const item of items) {
    const table = item.submission.workflow.rawTable
    const group = groups.get(table)
    if (group === undefined) groups.set(table, [item])
    else group.push(item)
  }
  for (const [table, group] of groups) {
    const known = columns.get(table)
    if (known === undefined) throw new Error(`No table ${table}: has the database been migrated?`)
    const own = group.map((item) => item.submission.workflow.rawColumns(item.submission.request))
    const ownNames = [...new Set(own.flatMap((row) => Object.keys(row)))].filter((name) => known.has(name))
    const names = Object.keys(COMMON).filter((name) => known.has(name) && !ownNames.includes(name))
    const common = names.map((name) => COMMON[name] as (item: BatchItem) => unknown)
    tx.copy(
      table,
      [...names, ...ownNames],
      group.map((item, i) => [...common.map((read) => read(item)), ...ownNames.map((name) => own[i]?.[name])]),
    )
  }
}

/** Columns that raw tables have in common, where they have them. */
const COMMON: Record<string, (item: BatchItem) => unknown> = {
  id: (item) => item.rawId,
  workflow_slug: ({ submission }) => submission.registration.slug,
  provider: ({ submission }) => submission.registration.provider,
  platform: ({ submission }) => submission.registration.platform,
  payload_type: ({ submission }) => submission.registration.payloadType,
  entity_key: ({ submission }) => submission.entityKey,
  raw_payload: ({ submission }) => submission.payloadText,
  envelope: ({ submission }) => submission.envelopeText,
  body: ({ submission }) => submission.body,
  body_sha256: ({ submission }) => submission.sha256,
  received_at: (item) => item.receivedAt,
  created_at: (item) => item.receivedAt,
  error: ({ error }) => (error === null ? null : JSON.stringify(error)),
  warnings: ({ warnings }) => (warnings.length === 0 ? null : JSON.stringify(warnings)),
}
