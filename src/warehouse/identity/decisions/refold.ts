import type { Tx } from '../../../db/database.ts'
import { matchLookups } from '../../reference/match-lookups.ts'
import type { EntityKind } from '../../workflows/define.ts'
import type { SourceRanks } from '../fold.ts'
import { type Forest, type Node, rootOf } from '../read-forest.ts'
import type { SettledEntities } from '../settle-entities.ts'
import { writeCompanies } from '../write-companies.ts'
import { writePeople } from '../write-people.ts'
import { clearCareers, planCareers, showCareers } from './align-careers.ts'

export interface Moved {
  /** Keys that have another owner now, in the forest and in core.identifiers. */
  nodes: readonly Node[]
  /** Entities that gained or lost one of them. */
  roots: ReadonlySet<string>
}

/**
 * Makes core say what the forest says after keys were moved by a decision: rows of entities that are no longer any are
 * removed, those of the others are folded from their observations. For people the jobs as well.
 */
export async function refold(
  tx: Tx,
  kind: EntityKind,
  forest: Forest,
  { nodes, roots }: Moved,
  ranks: SourceRanks,
): Promise<void> {
  const retired = await redirectIds(tx, kind, forest, nodes)
  const settled: SettledEntities = {
    kind,
    forest,
    merged: [],
    changed: new Map(),
    history: [],
    roots: new Set(roots),
    claims: {
      moved: nodes.map((node) => ({ node, from: node.owner })),
      reclaimed: [],
      absorbed: [],
      reviews: [],
      touched: new Set(),
    },
    identities: { created: [], renamed: [], merged: [], retired },
  }
  const lookups = await matchLookups(tx, [], [])
  if (kind === 'company') {
    await writeCompanies(tx, settled, ranks, lookups, true)
    return
  }
  const careers = planCareers(forest, roots, ranks)
  for (const table of ['person_locations', 'person_tenure', 'person_job_titles']) {
    tx.send(`delete from core.${table} where linkedin_url = any($1)`, [careers.urls])
  }
  await writePeople(tx, settled, ranks, lookups, true)
  clearCareers(tx, careers)
  await showCareers(tx, careers)
}

/** The ids of moved keys: one that is a root again comes back, any other leads to its new root's. Returns those that redirect. */
async function redirectIds(tx: Tx, kind: EntityKind, forest: Forest, nodes: readonly Node[]): Promise<string[]> {
  const rows = await tx.query<{ id: string; root: string }>(
    'select id, root from core.identities where root = any($1) and kind = $2 order by id',
    [nodes.map(({ key }) => key), kind],
  )
  const rootsAbove = rows.flatMap(({ id, root }) => {
    const [node, above] = [forest.get(root), forest.get(rootOf(forest, root))]
    if (node === undefined || above === undefined) return []
    node.identityId = node === above ? id : null
    return { id, node, above }
  })
  const changes = rootsAbove.map(({ id, node, above }) => ({ id, into: node === above ? null : above.identityId }))
  tx.send(
    `update core.identities i set merged_into = c.into_id from unnest($1::uuid[], $2::uuid[]) c(id, into_id)
     where i.id = c.id and i.merged_into is distinct from c.into_id`,
    [changes.map(({ id }) => id), changes.map(({ into }) => into)],
  )
  return changes.flatMap(({ id, into }) => (into === null ? [] : id))
}
