import { plainKey } from './plain-key.ts'

/** How a stored entry was found: by the very text, or by its normalised key. */
export type FoundBy = 'exact' | 'normalised'

/** Arguments of a query over raw texts: the key where it is known here, else the text for the database to normalise. */
export function askedKeys(raws: readonly string[]): [keys: (string | null)[], texts: (string | null)[]] {
  const keys = raws.map(plainKey)
  return [keys, raws.map((raw, i) => (keys[i] === null ? raw : null))]
}

/**
 * Chooses the entry of each text among rows in order of text and spelling: the exact spelling, else the first. `n` counts
 * texts from 1. A text without letters and digits has an empty key, which would find any other such text: it finds none.
 */
export function chooseEntries<Row extends { n: number; spelling: string }>(
  raws: readonly string[],
  rows: readonly Row[],
): (Row | null)[] {
  const chosen: (Row | null)[] = raws.map(() => null)
  for (const row of rows) {
    const at = row.n - 1
    if (chosen[at] === null || row.spelling === raws[at]) chosen[at] = row
  }
  return chosen
}

/** How sure a stored entry is. One spelling in another case may mean something else, which is rare. */
export function storedConfidence(exact: boolean): { matched_by: FoundBy; confidence: number } {
  return exact ? { matched_by: 'exact', confidence: 1 } : { matched_by: 'normalised', confidence: 0.99 }
}
