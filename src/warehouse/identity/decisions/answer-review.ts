import type { Tx } from '../../../db/database.ts'
import { conflict, notFound, refused } from '../../../errors.ts'
import type { Json } from '../../workflows/define.ts'
import { loadRanks } from '../load-ranks.ts'
import { REVIEW, type StoredReview } from './list-reviews.ts'
import { mergeEntities } from './merge-entities.ts'
import { moveKey } from './move-key.ts'
import { openEntities } from './open-entities.ts'
import { subjectKey } from './review-sides.ts'

export interface Acceptance {
  id: string
  decidedBy: string
  /** `merge`: the subjects are one. `move`: they are not, and the key is the owner's. */
  action?: 'merge' | 'move' | undefined
  /** The subject that stays, or gets the key. Unless given: the one that owns the key now; the page that was sent last. */
  owner?: string | undefined
  /** Of more than two subjects: those that are one with the owner. */
  subjects?: readonly string[] | undefined
  reason?: string | null | undefined
}

export interface AnsweredReview {
  id: string
  status: 'accepted' | 'rejected'
  mergeIds: string[]
  /** The domain whose refused payloads can be read now. */
  replay: string | null
}

/**
 * Does what a review asks for. A contested key: its subjects become one entity, or the key is given to one of them for
 * good. A page that contradicts the stored one: it becomes the company's, and payloads that name it are no longer refused.
 * Throws 404 `review_not_found`, 409 `already_answered`, 422 `owner_unknown`, 422 `subjects_ambiguous`, and what
 * merging throws.
 */
export async function acceptReview(tx: Tx, { id, decidedBy, reason, ...asked }: Acceptance): Promise<AnsweredReview> {
  const review = await openReview(tx, id)
  const { kind, key, subjects } = review
  const conflicting = review.reason === 'linkedin_url_conflict'
  const action = asked.action ?? (conflicting ? 'move' : 'merge')
  const owner = asked.owner ?? (conflicting ? sentPage(review) : await ownerOf(tx, key))
  if (owner === null || !subjects.includes(owner)) {
    throw refused('owner_unknown', `owner must be one of ${subjects.join(', ')}`)
  }
  const why = { kind, decidedBy, reason: reason ?? null, evidence: { review: id, key, subjects } as Json }
  const done = []
  if (conflicting) {
    await takePage(tx, review, subjectKey(owner))
    done.push(...(await movePage(tx, review, subjectKey(owner), why)))
  } else if (action === 'move') {
    done.push(await moveKey(tx, { ...why, key, owner }))
  } else {
    const others = mergedSubjects(subjects, owner, asked.subjects)
    await loadRanks(tx)
    // All locks at once: the merges below wait for nothing any more.
    await openEntities(
      tx,
      kind,
      [owner, ...others].map((subject) => ({ key: subject })),
    )
    for (const from of others) {
      done.push(await mergeEntities(tx, { ...why, into: { key: owner }, from: { key: from } }))
    }
  }
  const mergeIds = done.map(({ mergeId }) => mergeId)
  await close(tx, id, 'accepted', decidedBy, reason ?? null, mergeIds[0] ?? null, conflicting ? owner : null)
  return { id, status: 'accepted', mergeIds, replay: conflicting ? key.slice('domain:'.length) : null }
}

/** Leaves everything as it is, and does not ask again until somebody else claims the key. Throws as above. */
export async function rejectReview(
  tx: Tx,
  { id, decidedBy, reason }: Pick<Acceptance, 'id' | 'decidedBy' | 'reason'>,
): Promise<AnsweredReview> {
  await openReview(tx, id)
  await close(tx, id, 'rejected', decidedBy, reason ?? null, null, null)
  return { id, status: 'rejected', mergeIds: [], replay: null }
}

export async function openReview(tx: Tx, id: string): Promise<StoredReview> {
  const [review] = await tx.query<StoredReview>(`select ${REVIEW} from core.identity_reviews where id = $1`, [id])
  if (review === undefined) throw notFound('review', id)
  if (review.status !== 'open') throw alreadyAnswered(`it was ${review.status} by ${review.decided_by ?? 'somebody'}`)
  return review
}

function alreadyAnswered(what: string) {
  return conflict('already_answered', `This review is closed: ${what}`)
}

export async function close(
  tx: Tx,
  id: string,
  status: 'accepted' | 'rejected',
  decidedBy: string,
  reason: string | null,
  mergeId: string | null,
  page: string | null,
): Promise<void> {
  // Its own merge has closed it already. Not locked before: ingest takes the locks of keys first, and rows of reviews after them.
  const closed = await tx.execute(
    `update core.identity_reviews
     set status = $2, decided_by = $3, decision_reason = $4, merge_id = $5, decided_at = now(), updated_at = now(),
       details = case when $6::text is null then details else coalesce(details, '{}') || jsonb_build_object('accepted', $6::text) end
     where id = $1 and (status = 'open' or status = 'accepted' and decided_by is null)`,
    [id, status, decidedBy, reason, mergeId, page],
  )
  if (closed === 0) throw alreadyAnswered('somebody answered it just now')
}

async function ownerOf(tx: Tx, key: string): Promise<string | null> {
  const [row] = await tx.query<{ owner: string }>('select owner from core.identifiers where key = $1', [key])
  return row?.owner ?? null
}

function sentPage({ details }: StoredReview): string | null {
  const sent = (details as { sent?: unknown } | null)?.sent
  return typeof sent === 'string' ? sent : null
}

function mergedSubjects(subjects: readonly string[], owner: string, asked: readonly string[] | undefined): string[] {
  const others = subjects.filter((subject) => subject !== owner)
  if (asked === undefined && others.length > 1) {
    throw refused('subjects_ambiguous', `Say in subjects which of ${others.join(', ')} are one with ${owner}`)
  }
  const chosen = [...new Set(asked ?? others)].filter((subject) => subject !== owner)
  const unknown = chosen.filter((subject) => !others.includes(subject))
  if (chosen.length === 0 || unknown.length > 0) {
    throw refused('subjects_ambiguous', `subjects must be some of ${others.join(', ')}`)
  }
  return chosen
}

/** A page that nobody knows yet becomes a key of the company, as a claim would make it. */
async function takePage(tx: Tx, { key }: StoredReview, page: string): Promise<void> {
  await tx.execute(
    `insert into core.identifiers (key, owner, kind) values ($1, $2, 'company') on conflict (key) do nothing`,
    [page, key],
  )
}

async function movePage(
  tx: Tx,
  { key }: StoredReview,
  page: string,
  why: Omit<Parameters<typeof moveKey>[1], 'key' | 'owner'>,
) {
  if ((await ownerOf(tx, page)) === key) return []
  return [await moveKey(tx, { ...why, key: page, owner: key })]
}
