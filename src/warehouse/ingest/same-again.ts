import type { Tx } from '../../db/database.ts'
import { isoTime } from '../identity/read-forest.ts'
import type { Outcome, Submission } from './submission.ts'

interface Receipt {
  position: number
  body_sha256: Buffer
  raw_id: string
  status: number
  answer: Record<string, unknown>
  own_time: string | null
  recent: boolean
}

/** What was accepted of a batch's entities before. */
export interface Receipts {
  /** Where the same was said within 24 hours, the answer it was given; by position. */
  outcomes: (Outcome | null)[]
  /** Entities of which nothing was accepted yet, as `receiptName`. */
  unknown: ReadonlySet<string>
}

/**
 * Answers the payloads of a batch that say the same again: equal to the last accepted body of their workflow and entity,
 * received within 24 hours by the database clock. Equal bytes are equal; other bytes are compared as jsonb, which is the
 * canonical form (sorting keys here would cost 32 µs per payload). Only the last body counts, so a source that goes back
 * to an earlier value is believed. Called under the locks of the entities.
 *
 * `ownTime` tells the time that a payload gives itself: two bodies with different ones need no comparison, which is a
 * sixth of the work of a profile that was only refreshed (71 µs).
 */
export async function findSameAgain(
  tx: Tx,
  submissions: readonly Submission[],
  ownTime: (position: number) => string | null,
): Promise<Receipts> {
  const outcomes: (Outcome | null)[] = submissions.map(() => null)
  const unknown = new Set(submissions.map(receiptName))
  if (submissions.length === 0) return { outcomes, unknown }
  const receipts = await tx.query<Receipt>(
    `select k.position::int as position, r.body_sha256, r.raw_id, r.status, r.answer, ${isoTime('r.own_time')} as own_time,
       r.received_at > now() - interval '24 hours' as recent
     from unnest($1::text[], $2::text[]) with ordinality k(slug, entity_key, position)
     join raw.receipts r on r.workflow_slug = k.slug and r.entity_key = k.entity_key`,
    [submissions.map((s) => s.registration.slug), submissions.map((s) => s.entityKey)],
  )
  const others = new Map<string, { receipt: Receipt; submission: Submission }[]>()
  for (const receipt of receipts) {
    const submission = submissions[receipt.position - 1]
    if (submission === undefined) continue
    unknown.delete(receiptName(submission))
    if (!receipt.recent) continue
    if (submission.sha256.equals(receipt.body_sha256)) outcomes[receipt.position - 1] = again(receipt)
    else if (submission.body === null && !differs(receipt.own_time, ownTime(receipt.position - 1))) {
      const group = others.get(submission.workflow.rawTable) ?? []
      group.push({ receipt, submission })
      others.set(submission.workflow.rawTable, group)
    }
  }
  for (const [table, group] of others) {
    const equal = await tx.query<{ position: number }>(
      `select n.position from unnest($1::int[], $2::uuid[], $3::text[], $4::text[]) n(position, raw_id, payload, envelope)
       join ${table} p on p.id = n.raw_id
       where p.raw_payload = n.payload::jsonb and p.envelope = n.envelope::jsonb and p.body is null`,
      [
        group.map(({ receipt }) => receipt.position),
        group.map(({ receipt }) => receipt.raw_id),
        group.map(({ submission }) => submission.payloadText),
        group.map(({ submission }) => submission.envelopeText),
      ],
    )
    for (const { position } of equal) {
      const found = group.find(({ receipt }) => receipt.position === position)
      if (found !== undefined) outcomes[position - 1] = again(found.receipt)
    }
  }
  return { outcomes, unknown }
}

function receiptName({ registration, entityKey }: Submission): string {
  return `${registration.slug}\n${entityKey}`
}

function differs(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other
}

function again(receipt: Receipt): Outcome {
  return { status: receipt.status, body: { ...receipt.answer, deduplicated: true } }
}

export interface Accepted {
  submission: Submission
  rawId: string
  ownTime: string | null
  /** now() of the transaction. */
  receivedAt: string
  outcome: Outcome
}

/**
 * Remembers what was accepted, with its answers. Nothing refused or failed: sending it again tries again. Entities of which
 * nothing was accepted yet (`unknown`, read under their locks) go in by COPY (6 µs instead of 13).
 */
export async function writeReceipts(
  tx: Tx,
  accepted: readonly Accepted[],
  unknown: ReadonlySet<string>,
): Promise<void> {
  const isNew = ({ submission }: Accepted) => unknown.has(receiptName(submission))
  const fresh = accepted.filter(isNew)
  if (fresh.length > 0) {
    tx.copy(
      'raw.receipts',
      ['workflow_slug', 'entity_key', 'body_sha256', 'raw_id', 'status', 'answer', 'own_time', 'received_at'],
      fresh.map(({ submission, rawId, outcome, ownTime, receivedAt }) => [
        submission.registration.slug,
        submission.entityKey,
        submission.sha256,
        rawId,
        outcome.status,
        outcome.body,
        ownTime,
        receivedAt,
      ]),
    )
  }
  const known = accepted.filter((one) => !isNew(one))
  if (known.length === 0) return
  tx.send(
    `insert into raw.receipts as r (workflow_slug, entity_key, body_sha256, raw_id, status, answer, own_time, received_at)
     select n.slug, n.entity_key, n.sha256, n.raw_id, n.status, n.answer, n.own_time, now()
     from unnest($1::text[], $2::text[], $3::bytea[], $4::uuid[], $5::smallint[], $6::jsonb[], $7::timestamptz[])
       n(slug, entity_key, sha256, raw_id, status, answer, own_time)
     order by n.slug, n.entity_key
     on conflict (workflow_slug, entity_key) do update
     set body_sha256 = excluded.body_sha256, raw_id = excluded.raw_id, status = excluded.status, answer = excluded.answer,
         own_time = excluded.own_time, received_at = excluded.received_at`,
    [
      known.map(({ submission }) => submission.registration.slug),
      known.map(({ submission }) => submission.entityKey),
      known.map(({ submission }) => submission.sha256),
      known.map(({ rawId }) => rawId),
      known.map(({ outcome }) => outcome.status),
      known.map(({ outcome }) => JSON.stringify(outcome.body)),
      known.map(({ ownTime }) => ownTime),
    ],
  )
}
