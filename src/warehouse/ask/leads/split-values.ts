import type { Tx } from '../../../db/database.ts'
import { fieldsOf } from '../fields.ts'
import { searchTables } from '../filter/compile-condition.ts'
import type { SearchKind } from '../filter/condition.ts'

/** Pieces that a parameter is looked at in; with more it is taken as it is. */
const MOST_PIECES = 300
/** Commas that one value may have: "Security, Risk, & Compliance". */
const LONGEST_VALUE = 6

/**
 * The values of a parameter that older callers send as one text with commas: what exists as one value is one value, and
 * a text is cut only into values that exist, the longest first. What is left over stays together, so that the filter can
 * tell what is wrong with it. Values exist that are in the field's vocabulary or that any row has.
 */
export async function splitValues(
  tx: Tx,
  kind: SearchKind,
  name: string,
  values: readonly string[],
): Promise<string[]> {
  const field = fieldsOf[kind][name]
  const lists = values.map((value) => value.split(','))
  const pieces = lists.reduce((sum, { length }) => sum + length, 0)
  if (field?.type !== 'value' || pieces === values.length || pieces > MOST_PIECES) return [...values]
  const existing = await findExisting(tx, kind, [...new Set(lists.flatMap(runsOf))], field)
  return lists.flatMap((list) => cut(list, existing))
}

const joined = (pieces: readonly string[]) => pieces.join(',').trim()

/** Every run of neighbouring pieces. */
function runsOf(pieces: readonly string[]): string[] {
  return pieces.flatMap((_, from) =>
    pieces.slice(from, from + LONGEST_VALUE).map((_, i) => joined(pieces.slice(from, from + i + 1))),
  )
}

function cut(pieces: readonly string[], existing: ReadonlySet<string>): string[] {
  const values: string[] = []
  let left: string[] = []
  const leaveOver = () => {
    const value = joined(left)
    if (value !== '') values.push(value)
    left = []
  }
  for (let from = 0; from < pieces.length; ) {
    const runs = pieces.slice(from, from + LONGEST_VALUE).map((_, i) => joined(pieces.slice(from, from + i + 1)))
    const length = runs.findLastIndex((run) => existing.has(run)) + 1
    if (length === 0) {
      left.push(pieces[from] ?? '')
    } else {
      leaveOver()
      values.push(runs[length - 1] ?? '')
    }
    from += Math.max(length, 1)
  }
  leaveOver()
  return values
}

async function findExisting(
  tx: Tx,
  kind: SearchKind,
  candidates: readonly string[],
  { term, vocabulary }: { term: (value: string) => number; vocabulary?: () => readonly string[] },
): Promise<Set<string>> {
  const known = new Set(vocabulary?.().map(term))
  const asked = candidates.filter((value) => value !== '').map((value) => ({ value, term: term(value) }))
  const unknown = [...new Set(asked.flatMap((one) => (known.has(one.term) ? [] : [one.term])))]
  if (unknown.length > 0) {
    const rows = await tx.query<{ term: string }>(
      `select a.term from unnest($1::bigint[]) a(term)
       where exists (select from ${searchTables[kind].table} s where s.terms @> array[a.term])`,
      [unknown],
    )
    for (const row of rows) known.add(Number(row.term))
  }
  return new Set(asked.filter((one) => known.has(one.term)).map(({ value }) => value))
}
