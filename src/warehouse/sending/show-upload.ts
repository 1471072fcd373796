import type { Tx } from '../../db/database.ts'
import { notFound } from '../../errors.ts'
import { jobsOfUpload } from './get-jobs.ts'
import type { SalesnavUpload } from './schema.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

interface BatchRow {
  batch_number: number | null
  rows: number
  sent: number
  failed: number
  matched: number
}

/**
 * How far an upload is: its rows by batch, how many the webhook accepted, and how many came back. A row came back when a
 * payload names it by source_id, which is sent along. 404 `upload_not_found`.
 */
export async function showUpload(tx: Tx, uploadId: string): Promise<SalesnavUpload> {
  if (!UUID.test(uploadId)) throw notFound('upload', uploadId)
  const id = uploadId.toLowerCase()
  const [upload] = await tx.query<{ filename: string | null; created_at: Date }>(
    `select filename, created_at from raw.uploads where id = $1 and kind = 'salesnav'`,
    [id],
  )
  const batches = await tx.query<BatchRow>(
    `select s.clay_batch_number as batch_number, count(*)::int as rows, count(s.sent_to_clay_at)::int as sent,
       count(*) filter (where s.sent_to_clay_at is null and exists (
         select from raw.sending_records r where r.source_id = s.id and r.status = 'failed'))::int as failed,
       count(*) filter (where exists (
         select from raw.payloads p
         where p.workflow_slug = 'salesnav-person'
           and left(lower(btrim(p.raw_payload ->> 'source_id')), 36) = s.id::text))::int as matched
     from raw.salesnav_scrapes s where s.upload_id = $1 and s.error is null
     group by s.clay_batch_number order by s.clay_batch_number nulls last`,
    [id],
  )
  if (upload === undefined && batches.length === 0) throw notFound('upload', uploadId)
  const total = (of: 'rows' | 'sent' | 'failed' | 'matched') => batches.reduce((sum, batch) => sum + batch[of], 0)
  return {
    upload_id: id,
    filename: upload?.filename ?? null,
    created_at: upload?.created_at ?? null,
    rows: total('rows'),
    sent: total('sent'),
    failed: total('failed'),
    matched: total('matched'),
    batches,
    jobs: await jobsOfUpload(tx, id),
  }
}
