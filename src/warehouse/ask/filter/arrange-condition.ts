import type { Tx } from '../../../db/database.ts'
import { termsOfDays, termsOfEmployees, termsOfFounded } from '../range-terms.ts'
import { term } from '../terms.ts'
import { hasLongList, searchTables } from './compile-condition.ts'
import type { Condition, SearchKind } from './condition.ts'

/** What share of all rows has each of the most common terms, by the statistics of the table. */
export interface Shares {
  rows: number
  of: ReadonlyMap<number, number>
  /** No other term has more. */
  other: number
}

/** Walking one entry of the index, and comparing one row that it led to: microseconds, measured at a million people. */
const ENTRY = 0.03
const ROW = 1.6

/**
 * The condition with only those parts left to the index that are worth it: it walks through all entries of each term it is
 * asked for, so one that a third of all rows have costs 10 ms and spares little where others leave 2,000 rows. The rest is asked
 * of the rows.
 */
export function arrangeCondition(condition: Condition, shares: Shares): Condition {
  if (condition.is !== 'all' || condition.of.some(hasLongList)) return condition
  // A table that nobody has analysed yet.
  if (shares.rows === 0) return condition
  const known = condition.of.flatMap((part) => {
    const share = shareOf(part, shares)
    return share === null ? [] : [{ part, share }]
  })
  known.sort((a, b) => a.share - b.share)
  let left = shares.rows
  const spared = new Set<Condition>()
  for (const [i, { part, share }] of known.entries()) {
    const worth = i === 0 || share * shares.rows * ENTRY < left * (1 - share) * ROW
    if (worth) left *= share
    else spared.add(part)
  }
  return { is: 'all', of: condition.of.map((part) => (spared.has(part) ? { is: 'compared', of: part } : part)) }
}

/** The share of rows that the index would walk through for it; null where the index is not asked. */
function shareOf(condition: Condition, shares: Shares): number | null {
  switch (condition.is) {
    case 'terms':
      return sum(condition.terms, shares)
    case 'phrases':
      return Math.min(
        1,
        condition.phrases.reduce(
          (all, words) => all + Math.min(...words.map((word) => share(term(condition.field, word), shares))),
          0,
        ),
      )
    case 'between': {
      const { low, min, max } = condition
      const steps = low === 'founded_year' ? termsOfFounded(min, max) : termsOfEmployees(min, max)
      return steps === null ? null : sum(steps, shares)
    }
    case 'days': {
      const steps = termsOfDays(condition.column, condition.from, condition.to)
      return steps === null ? null : sum(steps, shares)
    }
    case 'any': {
      const parts = condition.of.map((part) => shareOf(part, shares))
      return parts.every((part) => part !== null)
        ? Math.min(
            1,
            parts.reduce((a, b) => a + b, 0),
          )
        : null
    }
    default:
      return null
  }
}

function sum(terms: readonly number[], shares: Shares): number {
  return Math.min(
    1,
    terms.reduce((all, one) => all + share(one, shares), 0),
  )
}

function share(one: number, { of, other }: Shares): number {
  return of.get(one) ?? other / 4
}

const FRESH_MS = 60_000
const remembered = new Map<string, { at: number; shares: Shares }>()

/**
 * The shares of a kind's terms, a minute old at most. They decide how a search is made and never what it finds, so that
 * it does not matter whose statistics a process remembers.
 */
export async function readShares(tx: Tx, kind: SearchKind): Promise<Shares> {
  const { table } = searchTables[kind]
  const known = remembered.get(table)
  if (known !== undefined && Date.now() - known.at < FRESH_MS) return known.shares
  const [row] = await tx.query<{ rows: number; terms: string | null; shares: number[] | null }>(
    `select greatest(c.reltuples, 0)::float8 as rows, s.most_common_elems::text as terms, s.most_common_elem_freqs as shares
     from pg_class c
     left join pg_stats s on s.schemaname = 'core' and s.tablename = c.relname and s.attname = 'terms'
     where c.oid = '${table}'::regclass`,
  )
  const terms = row?.terms?.slice(1, -1).split(',').map(Number) ?? []
  const of = new Map(terms.map((one, i) => [one, row?.shares?.[i] ?? 0]))
  // Behind the shares of the terms stand the least and the greatest of them.
  const shares = { rows: row?.rows ?? 0, of, other: row?.shares?.[terms.length] ?? 0 }
  remembered.set(table, { at: Date.now(), shares })
  return shares
}
