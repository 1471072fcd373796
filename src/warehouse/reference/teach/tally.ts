/** Rows of one normalised key in one place: how many there are, and how many show what it means. */
export interface Shown {
  key: string
  rows: number
  shown: number
}

/** What is to be done in one place. */
export interface Plan {
  place: string
  /** As it is before. */
  shown: Shown[]
  run(): Promise<void>
}

/** Counts rows by key; those that are stale do not show what their value means. */
export function tally(
  texts: readonly { raw: string; key: string; rows: number }[],
  stale: readonly { raw: string }[],
): Shown[] {
  const staleOf = new Map<string, number>()
  for (const { raw } of stale) staleOf.set(raw, (staleOf.get(raw) ?? 0) + 1)
  const byKey = new Map<string, Shown>()
  for (const { raw, key, rows } of texts) {
    const sum = byKey.get(key) ?? { key, rows: 0, shown: 0 }
    sum.rows += rows
    sum.shown += rows - (staleOf.get(raw) ?? 0)
    byKey.set(key, sum)
  }
  return [...byKey.values()]
}
