import { type Chosen, foldEntity, type SourceRanks } from '../../identity/fold.ts'
import { sameValue } from '../../identity/merge-observation.ts'
import { type Forest, keysUnder } from '../../identity/read-forest.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { concerns, type Scope } from './scope.ts'

export interface FieldDifference {
  field: string
  before: Chosen | undefined
  after: Chosen | undefined
}

export interface FoldDifference {
  root: string
  /** Fields whose current value is another one. */
  fields: FieldDifference[]
}

/**
 * The entities among these whose fold is another one by the second ranks than by the first. One whose values stay and
 * come from another source is among them with no field: its core rows name their source.
 *
 * An entity that has several of the keys asked about, in this page or another, is compared once: at its first key, in
 * the order of the forest, that the scope concerns.
 */
export function compareFolds(
  forest: Forest,
  kind: EntityKind,
  roots: ReadonlyMap<string, readonly string[]>,
  scope: Scope,
  before: SourceRanks,
  after: SourceRanks,
): FoldDifference[] {
  const found: FoldDifference[] = []
  for (const [root, subjects] of roots) {
    const first = keysUnder(forest, root)
      .filter((key) => [...(forest.get(key)?.observations.values() ?? [])].some((o) => concerns(scope, kind, o)))
      .sort()[0]
    if (first === undefined || !subjects.includes(first)) continue
    const [was, is] = [foldEntity(forest, kind, root, before), foldEntity(forest, kind, root, after)]
    const fields: FieldDifference[] = []
    let moved = false
    for (const field of new Set([...was.keys(), ...is.keys()])) {
      const [old, now] = [was.get(field), is.get(field)]
      if (!sameValue(old?.value ?? null, now?.value ?? null)) fields.push({ field, before: old, after: now })
      else if (old?.source !== now?.source) moved = true
    }
    if (fields.length > 0 || moved) found.push({ root, fields })
  }
  return found
}
