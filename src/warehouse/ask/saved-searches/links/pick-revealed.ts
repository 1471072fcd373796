import type { Tx } from '../../../../db/database.ts'
import { createParams } from '../../filter/compile-condition.ts'
import type { Condition, SearchKind } from '../../filter/condition.ts'
import { matchingSql, mostMembers } from '../matching-sql.ts'

export interface Sample {
  ids: string[]
  /** Who match, exactly. */
  total: number
}

/**
 * Who is shown in full, of the newest 100,000 who match: those whose keyed hash is smallest, in that order. So being shown,
 * and the order, tell nothing about the others (the first fifty of a sorted list would tell where all others lie), and all
 * links to one search show the same rows: several links do not add up to more.
 */
export async function pickSample(
  tx: Tx,
  {
    kind,
    where,
    searchId,
    secret,
    count,
  }: { kind: SearchKind; where: Condition; searchId: string; secret: Buffer; count: number },
): Promise<Sample> {
  const params = createParams(secret, searchId, count)
  const matching = await matchingSql(tx, kind, where, params)
  const [row] = await tx.query<Sample>(
    `with ${matching},
     newest as materialized (select id from matching order by position desc limit ${mostMembers}),
     picked as (
       select id, sha256($1::bytea || uuid_send($2::uuid) || uuid_send(id)) as rank from newest order by rank limit $3
     )
     select (select count(*)::float8 from matching) as total,
       (select coalesce(array_agg(id order by rank), '{}') from picked) as ids`,
    params.values,
  )
  return row ?? { ids: [], total: 0 }
}

/** A number of hidden rows that is told roughly: rounded down to two digits, below 100 to one, below 10 to "at least 1". */
export function roundDown(count: number): number {
  if (count < 10) return Math.min(count, 1)
  const digits = count < 100 ? 1 : 2
  const unit = 10 ** (Math.floor(Math.log10(count)) + 1 - digits)
  return Math.floor(count / unit) * unit
}
