import type { Tx } from '../../../db/database.ts'
import type { EntityKind } from '../../workflows/define.ts'
import type { KeyClue } from './company-clues.ts'
import { findByKeys, followIds } from './find-by-keys.ts'
import { worth } from './likelihood.ts'
import type { Naming } from './weigh-company.ts'

/** What the identifiers of one request name, and from which merged id they led there. */
export interface Named {
  namings: Naming[]
  redirectedFrom: string | null
}

/** Finds whom the ids and keys of every request name. Two statements, whatever their number. */
export async function nameEntities(
  tx: Tx,
  kind: EntityKind,
  requests: readonly { id: string | null; keys: readonly KeyClue[] }[],
): Promise<Named[]> {
  const asked = requests.flatMap(({ id }) => id ?? [])
  const keys = requests.flatMap((request) => request.keys.map(({ key }) => key))
  const byId = asked.length === 0 ? new Map<string, string>() : await followIds(tx, kind, [...new Set(asked)])
  const byKey = keys.length === 0 ? new Map<string, string>() : await findByKeys(tx, kind, [...new Set(keys)])
  return requests.map(({ id, keys }) => {
    const namings: Naming[] = keys.map((clue) => ({ ...clue, id: byKey.get(clue.key) ?? null }))
    if (id === null) return { namings, redirectedFrom: null }
    const today = byId.get(id) ?? null
    namings.unshift({ field: 'id', given: id, key: null, how: 'id', alone: worth.id, id: today })
    return { namings, redirectedFrom: today !== null && today !== id ? id : null }
  })
}
