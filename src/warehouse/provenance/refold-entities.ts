import type { Tx } from '../../db/database.ts'
import { foldEntity, type SourceRanks } from '../identity/fold.ts'
import { type Forest, readIdentities } from '../identity/read-forest.ts'
import type { SettledEntities } from '../identity/settle-entities.ts'
import { writeCompanies } from '../identity/write-companies.ts'
import { writePeople } from '../identity/write-people.ts'
import { matchLookups } from '../reference/match-lookups.ts'
import type { EntityKind } from '../workflows/define.ts'

/**
 * Folds the entities at these roots into core again, from observations as they stand. For when something else than a
 * payload changed what the fold gives: a pin, a rank, the clock. The caller holds the locks of their keys.
 */
export async function refoldEntities(
  tx: Tx,
  kind: EntityKind,
  forest: Forest,
  roots: Iterable<string>,
  ranks: SourceRanks,
): Promise<void> {
  const settled: SettledEntities = {
    kind,
    forest,
    merged: [],
    changed: new Map(),
    history: [],
    roots: new Set(roots),
    claims: { moved: [], reclaimed: [], absorbed: [], reviews: [], touched: new Set() },
    identities: { created: [], renamed: [], merged: [], retired: [] },
  }
  await readIdentities(tx, forest, settled.roots)
  const lookups = await matchLookups(tx, [], [])
  if (kind === 'company') {
    await writeCompanies(tx, settled, ranks, lookups, true)
    return
  }
  await writePeople(tx, settled, ranks, lookups, true)
  await removeEmptied(tx, settled, ranks)
}

/**
 * Payloads never take a value away, so the fold of a payload leaves rows that it has no value for. A pin that is taken off
 * does: what was only pinned is gone from the tables of single facts too.
 */
async function removeEmptied(tx: Tx, { forest, roots }: SettledEntities, ranks: SourceRanks): Promise<void> {
  const folded = [...roots].flatMap((root) => {
    const id = forest.get(root)?.identityId
    return id ? [{ id, fields: foldEntity(forest, 'person', root, ranks) }] : []
  })
  const ids = folded.map(({ id }) => id)
  const url = 'p.id = any($1::uuid[]) and t.linkedin_url = p.linkedin_url'
  await tx.execute(
    `delete from core.person_locations t using core.people p where ${url} and coalesce(p.city, p.state, p.country) is null`,
    [ids],
  )
  await tx.execute(`delete from core.person_tenure t using core.people p where ${url} and p.job_start_date is null`, [
    ids,
  ])
  const untitled = folded.filter(({ fields }) => (fields.get('cleaned_title')?.value ?? null) === null)
  const titles = untitled.map(({ fields }) => (fields.get('job')?.value as { title?: string | null } | null)?.title)
  const { titles: taught } = await matchLookups(
    tx,
    titles.flatMap((title) => title ?? []),
    [],
  )
  const without = untitled.flatMap(({ id }, i) => (taught.has(titles[i] ?? '') ? [] : id))
  await tx.execute(`delete from core.person_job_titles t using core.people p where ${url}`, [without])
}
