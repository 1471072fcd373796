import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import type { Plan, Shown } from '../teach/tally.ts'
import { applyResolutions } from './apply-resolutions.ts'
import { isUnstated, keyOf, namePlaces } from './name-places.ts'
import { noteAnswers, readNamesOf, retried } from './resolve-names.ts'

/**
 * What is to be done where names with these keys were taught, or are taught no more: every row that carries one without
 * a domain of its own shows what the name means now. Rows whose domain a payload stated are neither counted nor changed.
 */
export async function planCompanyNames(db: Database, keys: readonly string[]): Promise<Plan[]> {
  const shown = await asOperator(db, (tx) => countRows(tx, keys))
  let run: Promise<void> | undefined
  const all = () => {
    run ??= retried(() =>
      asOperator(db, async (tx) => {
        await noteAnswers(tx, await readNamesOf(tx, keys))
        await applyResolutions(tx, keys)
      }),
    )
    return run
  }
  return namePlaces.map(({ table, name }) => ({ place: `${table}.${name}`, shown: shown.get(table) ?? [], run: all }))
}

/** Rows per name and table, and how many show what is taught; a name that is not taught is shown by rows without a domain. */
async function countRows(tx: Tx, keys: readonly string[]): Promise<Map<string, Shown[]>> {
  const parts = namePlaces.map((place) => {
    const key = keyOf(place, 'c')
    return `select '${place.table}' as place, ${key} as key, count(*)::int as rows,
      count(*) filter (where c.resolved_domain is not distinct from t.domain)::int as shown
    from ${place.table} c
    left join (select distinct on (normalized_key) normalized_key, domain from reference.company_name_lookup
      where normalized_key = any($1::text[]) order by normalized_key, name) t on t.normalized_key = ${key}
    where ${key} = any($1::text[]) and ${isUnstated(place, 'c')} group by 1, 2`
  })
  const rows = await tx.query<Shown & { place: string }>(parts.join(' union all '), [keys])
  const counted = new Map<string, Shown[]>()
  for (const { place, ...shown } of rows) counted.set(place, [...(counted.get(place) ?? []), shown])
  return counted
}
