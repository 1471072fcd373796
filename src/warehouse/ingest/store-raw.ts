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
    const rows = group.map((item) => rawRow(item, known))
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    await tx.copy(
      table,
      names,
      rows.map((row) => names.map((name) => row[name])),
    )
  }
}

function rawRow(item: BatchItem, known: ReadonlySet<string>): Record<string, unknown> {
  const { submission, receivedAt } = item
  const { registration, workflow } = submission
  const all: Record<string, unknown> = {
    ...workflow.rawColumns(submission.request),
    id: item.rawId,
    workflow_slug: registration.slug,
    provider: registration.provider,
    platform: registration.platform,
    payload_type: registration.payloadType,
    entity_key: submission.entityKey,
    raw_payload: submission.payloadText,
    envelope: submission.envelopeText,
    body: submission.body,
    body_sha256: submission.sha256,
    received_at: receivedAt,
    created_at: receivedAt,
    error: item.error === null ? null : JSON.stringify(item.error),
    warnings: item.warnings.length === 0 ? null : JSON.stringify(item.warnings),
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => known.has(name)))
}
