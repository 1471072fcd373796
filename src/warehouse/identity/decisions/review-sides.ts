import type { Tx } from '../../../db/database.ts'
import type { EntityKind, Json } from '../../workflows/define.ts'
import { companyLinkedIn } from '../canonical-linkedin.ts'
import { claimStamp } from '../claim-keys.ts'
import { foldEntity, type SourceRanks } from '../fold.ts'
import { linkedinKey } from '../keys.ts'
import { type Forest, readForest, readIdentities, rootOf } from '../read-forest.ts'
import { claimedPart } from './claimed-part.ts'

/** One of those who claim a key, with what is known of it. */
export interface Side {
  subject: string
  /** The entity it belongs to; null for a page that no payload has been about. */
  id: string | null
  /** Whether the key belongs to it now. */
  owns: boolean
  /** When it last claimed the key. */
  observed_at: string | null
  sources: string[]
  /** All keys that payloads give it. */
  keys: string[]
  values: Record<string, Json>
}

export interface Contested {
  kind: EntityKind
  reason: string
  key: string
  subjects: readonly string[]
}

/** The subject of a review as a key: conflicts between pages are kept with the pages' URLs. */
export function subjectKey(subject: string): string {
  const page = /^https?:/.test(subject) ? companyLinkedIn(subject) : null
  return page === null ? subject : linkedinKey(page.slug)
}

/** Everything about the subjects of some reviews of one kind, in a few statements however many they are. */
export async function readSides(
  tx: Tx,
  kind: EntityKind,
  reviews: readonly Contested[],
  ranks: SourceRanks,
): Promise<Side[][]> {
  const keys = new Set(reviews.flatMap(({ key, subjects }) => [key, ...subjects.map(subjectKey)]))
  const forest = await readForest(tx, kind, [...keys])
  const roots = [...keys].map((key) => rootOf(forest, key))
  await readIdentities(tx, forest, roots)
  return reviews.map((review) => review.subjects.map((subject) => sideOf(forest, review, subject, ranks)))
}

export function sideOf(forest: Forest, review: Contested, subject: string, ranks: SourceRanks): Side {
  const key = subjectKey(subject)
  const observations = [...(forest.get(key)?.observations.values() ?? [])]
  const claim = review.reason === 'contested_key' ? claimStamp(forest, key, review.key) : null
  const owner = forest.get(review.key)?.owner
  const values = foldEntity(forest, review.kind, key, ranks)
  return {
    subject,
    id: forest.get(rootOf(forest, key))?.identityId ?? null,
    owns: review.reason === 'contested_key' ? owner === key : rootOf(forest, key) === rootOf(forest, review.key),
    observed_at: claim?.at ?? null,
    sources: observations.map(({ source }) => source).sort(),
    keys: forest.has(key) ? claimedPart(forest, key).sort() : [],
    values: Object.fromEntries([...values].map(([field, { value }]) => [field, value])),
  }
}
