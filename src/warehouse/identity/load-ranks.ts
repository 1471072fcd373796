import type { Tx } from '../../db/database.ts'
import { type Freshness, type SourceRanks, sourceRanks } from './fold.ts'

export interface RankRow {
  entity: string
  field: string
  source: string
  rank: number
}

/** Everything that the fold is told beside observations. */
export interface FoldSettings {
  version: string
  clock: Date
  ranks: RankRow[]
  rules: Freshness['rules'][number][]
}

/**
 * Whom to believe, as it holds until the end of this transaction: changing it waits for everyone who asked. To be called
 * before any key is locked, since whoever changes ranks must not wait for somebody who waits for keys.
 */
export async function loadRanks(tx: Tx): Promise<SourceRanks> {
  await tx.query('select reference.hold_fold_version()')
  return readRanks(tx)
}

/** Whom to believe now, without holding it: for answers, which write nothing. */
export async function readRanks(tx: Tx): Promise<SourceRanks> {
  return ranksOf(await readFoldSettings(tx))
}

export async function readFoldSettings(tx: Tx): Promise<FoldSettings> {
  const [row] = await tx.query<FoldSettings>(
    `select s.version, s.clock,
       (select coalesce(json_agg(r order by entity, field, rank, source), '[]') from reference.source_ranks r) as ranks,
       (select coalesce(json_agg(f order by entity, field, source), '[]') from reference.freshness_rules f) as rules
     from reference.fold_settings s`,
  )
  if (row === undefined) throw new Error('reference.fold_settings is empty: has the database been migrated?')
  return row
}

export function ranksOf({ ranks, rules, clock, version }: FoldSettings): SourceRanks {
  return sourceRanks(ranks, { rules, clock }, version)
}
