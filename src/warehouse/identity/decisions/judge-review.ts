import type { Tx } from '../../../db/database.ts'
import type { Json } from '../../workflows/define.ts'
import { loadRanks } from '../load-ranks.ts'
import type { Forest } from '../read-forest.ts'
import { close } from './answer-review.ts'
import { claimedPart } from './claimed-part.ts'
import { judge, textsOf, type Verdict, type Witness } from './judge.ts'
import { REVIEW, type StoredReview } from './list-reviews.ts'
import { mergeEntities } from './merge-entities.ts'
import { openEntities } from './open-entities.ts'
import { unmergeEntities } from './unmerge-entities.ts'

export const AUTOMATIC = 'automatic'

export type Judged = 'merged' | 'unmerged' | 'left'

/**
 * Looks at a contested key again and merges its claimants where the rules of `judge` say so, with the evidence on the
 * decision. The claimant with the newest claim stays. A merge that these rules made, and that they would not make (or make
 * the other way round) by what came later, is undone and the review opens again: so it does not matter when they looked.
 * Nothing that a person decided is touched.
 */
export async function judgeReview(tx: Tx, id: string): Promise<Judged> {
  const [seen] = await tx.query<StoredReview>(`select ${REVIEW} from core.identity_reviews where id = $1`, [id])
  if (seen === undefined) return 'left'
  const { kind, key, subjects } = seen
  await loadRanks(tx)
  const { forest } = await openEntities(
    tx,
    kind,
    subjects.map((subject) => ({ key: subject })),
    [key],
  )
  const stands = seen.status === 'accepted' && seen.decided_by === AUTOMATIC
  if (seen.status !== 'open' && !stands) return 'left'
  const node = forest.get(key)
  const owner = node?.claimed ?? node?.owner ?? ''
  const verdicts = new Map<string, Verdict>()
  for (const subject of subjects.filter((other) => other !== owner)) {
    const verdict = judge(kind, witness(forest, owner), witness(forest, subject), subjects.length)
    if (!stands && (await isApart(tx, forest, owner, subject))) verdict.guards.push('taken_apart_before')
    if (verdict.guards.length > 0) verdict.merge = false
    verdicts.set(subject, verdict)
  }
  const evidence = { owner, verdicts: Object.fromEntries(verdicts) } as unknown as Json
  await tx.execute('update core.identity_reviews set evidence = $2, judged_at = now() where id = $1', [
    id,
    JSON.stringify(evidence),
  ])
  const all = verdicts.size > 0 && [...verdicts.values()].every(({ merge }) => merge)
  if (stands) return (all && owner === ownerThen(seen)) || seen.merge_id === null ? 'left' : await reopen(tx, seen)
  if (!all || !subjects.includes(owner)) return 'left'
  let mergeId: string | null = null
  for (const from of verdicts.keys()) {
    if (together(forest, owner, from)) continue
    const done = await mergeEntities(tx, {
      kind,
      into: { key: owner },
      from: { key: from },
      decidedBy: AUTOMATIC,
      evidence,
    })
    mergeId ??= done.mergeId
  }
  await close(tx, id, 'accepted', AUTOMATIC, null, mergeId, null)
  return 'merged'
}

function ownerThen({ evidence }: StoredReview): unknown {
  return (evidence as { owner?: unknown } | null)?.owner
}

async function reopen(tx: Tx, { id, kind, merge_id }: StoredReview): Promise<Judged> {
  const [merge] = await tx.query<{ id: string }>(
    'select id from core.identity_merges where id = $1 and undone_at is null and decided_by = $2',
    [merge_id, AUTOMATIC],
  )
  if (merge === undefined) return 'left'
  const reason = 'by what came later it would not be made'
  await unmergeEntities(tx, { kind, id: merge.id, undoneBy: AUTOMATIC, reason })
  await tx.execute(
    `update core.identity_reviews set status = 'open', decided_by = null, decided_at = null, merge_id = null, judged_at = null, updated_at = now()
     where id = $1`,
    [id],
  )
  return 'unmerged'
}

/** What payloads alone say about the entity of a subject: decisions count for nothing here. */
function witness(forest: Forest, subject: string): Witness {
  const owned = claimedPart(forest, subject)
  const keys = new Set(owned)
  const names = new Set<string>()
  const texts: string[] = []
  for (const key of owned) {
    for (const { fields, source } of forest.get(key)?.observations.values() ?? []) {
      if (source === 'mention') continue
      for (const field of Object.keys(fields)) if (field.startsWith('@')) keys.add(field.slice(1))
      for (const name of textsOf(Object.entries(fields), ['name', 'full_name'])) names.add(name)
      texts.push(...textsOf(Object.entries(fields), ['name', 'description', 'one_liner']))
    }
  }
  return { keys: [...keys].sort(), names: [...names].sort(), texts }
}

function together(forest: Forest, a: string, b: string): boolean {
  return claimedPart(forest, a)[0] === claimedPart(forest, b)[0]
}

/** Whether a person said that these two are not one, under whichever of their keys: by undoing a merge or rejecting a review. */
async function isApart(tx: Tx, forest: Forest, a: string, b: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 as found from core.identity_merges
     where undone_at is not null and undone_by <> $3 and (key = any($1) and owner = any($2) or key = any($2) and owner = any($1))
     union all
     select 1 from core.identity_reviews
     where status = 'rejected' and reason = 'contested_key' and subjects && $1 and subjects && $2 limit 1`,
    [claimedPart(forest, a), claimedPart(forest, b), AUTOMATIC],
  )
  return rows.length > 0
}
