import type { Tx } from '../../db/database.ts'
import { notFound } from '../../errors.ts'
import { type Forest, keysUnder, readForest, rootOf } from '../identity/read-forest.ts'
import type { EntityKind } from '../workflows/define.ts'
import { readEntityName } from './entity-keys.ts'

/** One company or person with all its keys and what every source says about each. */
export interface FoundEntity {
  kind: EntityKind
  id: string
  root: string
  /** All its keys, the root first. */
  keys: string[]
  forest: Forest
  createdAt: Date
  /** The id that was asked for, where its entity has been merged into this one. */
  redirectedFrom: string | null
}

interface IdentityRow {
  id: string
  root: string
  merged_into: string | null
  created_at: Date
}

/** Merges into merges: no chain of them is longer in practice, and a circle must end. */
const HOPS = 50

/**
 * Finds a company or person by id, key, domain, LinkedIn URL or e-mail address. The id of a merged entity leads to the one
 * it became part of. Throws 404 `company_not_found` or `person_not_found`.
 */
export async function findEntity(tx: Tx, kind: EntityKind, name: string): Promise<FoundEntity> {
  const read = readEntityName(kind, name)
  if (read === null) throw unknownEntity(kind, name)
  const identity = 'id' in read ? await followIdentity(tx, kind, read.id) : undefined
  const keys = 'keys' in read ? read.keys : identity === undefined ? [] : [identity.root]
  const forest = await readForest(tx, kind, keys)
  const key = keys.find((candidate) => forest.has(candidate))
  if (key === undefined) throw unknownEntity(kind, name)
  const root = rootOf(forest, key)
  const found = identity?.root === root ? identity : await identityAt(tx, kind, root)
  if (found === undefined) throw unknownEntity(kind, name)
  return {
    kind,
    id: found.id,
    root,
    keys: keysUnder(forest, root),
    forest,
    createdAt: found.created_at,
    redirectedFrom: 'id' in read && read.id !== found.id ? read.id : null,
  }
}

function unknownEntity(kind: EntityKind, name: string) {
  const shown = JSON.stringify(name.slice(0, 100))
  return kind === 'company' ? notFound('company', shown) : notFound('person', shown)
}

async function followIdentity(tx: Tx, kind: EntityKind, id: string): Promise<IdentityRow | undefined> {
  let next: string | null = id
  let row: IdentityRow | undefined
  for (let hop = 0; next !== null && hop < HOPS; hop++) {
    const rows: IdentityRow[] = await tx.query<IdentityRow>(
      'select id, root, merged_into, created_at from core.identities where id = $1 and kind = $2',
      [next, kind],
    )
    row = rows[0]
    next = row?.merged_into ?? null
  }
  return row
}

async function identityAt(tx: Tx, kind: EntityKind, root: string): Promise<IdentityRow | undefined> {
  const [row] = await tx.query<IdentityRow>(
    'select id, root, merged_into, created_at from core.identities where root = $1 and kind = $2',
    [root, kind],
  )
  return row
}
