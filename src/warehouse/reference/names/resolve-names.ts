import { setTimeout as sleep } from 'node:timers/promises'
import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { classifyFailure } from '../../ingest/classify-failure.ts'
import { applyResolutions } from './apply-resolutions.ts'
import { findDomains, sureOne } from './find-domains.ts'
import { isUnstated, keyOf, namePlaces } from './name-places.ts'

export interface ResolveOptions {
  /** Names of one transaction. */
  pageSize?: number
  /** Minutes after which a name that nobody knew is looked for again; a day after which a known one is. */
  retryMinutes?: number
  signal?: AbortSignal
}

export interface ResolveProgress {
  /** Names without a stated domain, and those of them that were looked for in this run. */
  names: number
  asked: number
  /** Rows that show another domain than before. */
  changed: number
}

const attempts = 5

/**
 * Resolves the names of customers, case studies and venture firms that stand without a domain: what is known of each name
 * is noted in core.company_name_resolutions and shown in the rows. Pages in order of the names, each a transaction of its
 * own; after a kill the next run finds most of its names asked already. Never touches a domain that a payload stated.
 */
export async function resolveCompanyNames(db: Database, options: ResolveOptions = {}): Promise<ResolveProgress> {
  const { pageSize = 500, retryMinutes = 60, signal } = options
  const progress = { names: 0, asked: 0, changed: 0 }
  for (let after = ''; signal?.aborted !== true; ) {
    const page = await asOperator(db, (tx) => readNames(tx, after, pageSize))
    const last = page.at(-1)
    if (last === undefined) break
    const done = await retried(() =>
      asOperator(db, async (tx) => {
        const asked = await askAgain(tx, page, retryMinutes)
        const keys = page.map(({ key }) => key)
        return { asked, changed: await applyResolutions(tx, keys) }
      }),
    )
    progress.names += page.length
    progress.asked += done.asked
    progress.changed += done.changed
    after = last.key
  }
  if (signal?.aborted !== true) await asOperator(db, forgetGone)
  return progress
}

interface UnresolvedName {
  key: string
  name: string
  row_count: number
  places: Record<string, number>
}

/** The next names that stand somewhere without a domain, with the rows that carry them. */
function readNames(tx: Tx, after: string, limit: number): Promise<UnresolvedName[]> {
  return namesWhere(tx, 'k.key > $1', [after], limit)
}

/** The names with these keys. */
export function readNamesOf(tx: Tx, keys: readonly string[]): Promise<UnresolvedName[]> {
  return namesWhere(tx, 'k.key = any($1::text[])', [keys], keys.length)
}

function namesWhere(tx: Tx, condition: string, values: unknown[], limit: number): Promise<UnresolvedName[]> {
  const parts = namePlaces.map((place) => {
    const key = keyOf(place, 'c')
    return `(select ${key} as key, '${place.table}' as place, min(left(c.${place.name}, 300)) as name, count(*)::int as n
      from ${place.table} c where ${condition.replace('k.key', key)} and ${isUnstated(place, 'c')}
      group by 1 order by 1 limit ${Math.max(limit, 1)})`
  })
  return tx.query<UnresolvedName>(
    `select p.key, min(p.name) as name, sum(p.n)::int as row_count, jsonb_object_agg(p.place, p.n) as places
     from (${parts.join(' union all ')}) p group by p.key order by p.key limit ${Math.max(limit, 1)}`,
    values,
  )
}

/** Looks for those names of a page that were never looked for, or too long ago, and notes what is known of them. */
async function askAgain(tx: Tx, page: readonly UnresolvedName[], retryMinutes: number): Promise<number> {
  const fresh = await tx.query<{ key: string }>(
    `select key from core.company_name_resolutions where key = any($1::text[]) and resolved_at >
       now() - case when domain is null then $2 * interval '1 minute' else $2 * interval '24 minutes' end`,
    [page.map(({ key }) => key), retryMinutes],
  )
  const known = new Set(fresh.map(({ key }) => key))
  const due = page.filter(({ key }) => !known.has(key))
  await noteAnswers(tx, due)
  const counted = page.filter(({ key }) => known.has(key))
  await tx.execute(
    `update core.company_name_resolutions n set row_count = r.row_count, places = r.places
     from json_to_recordset($1::json) r(key text, row_count integer, places jsonb)
     where n.key = r.key and (n.row_count, n.places) is distinct from (r.row_count, r.places)`,
    [JSON.stringify(counted)],
  )
  return due.length
}

/** Asks what these names mean and notes it, with the candidates where nothing is sure. */
export async function noteAnswers(tx: Tx, names: readonly UnresolvedName[]): Promise<void> {
  if (names.length === 0) return
  const answers = await findDomains(tx, names)
  const rows = names.map((name, i) => {
    const candidates = answers[i] ?? []
    const sure = sureOne(candidates)
    return {
      ...name,
      domain: sure?.domain ?? null,
      matched: sure?.matched ?? null,
      likelihood: sure?.likelihood ?? null,
      candidates: sure === null ? candidates : null,
    }
  })
  await tx.execute(
    `insert into core.company_name_resolutions as n (key, name, domain, matched, likelihood, candidates, row_count, places)
     select key, name, domain, matched, likelihood, candidates, row_count, places
     from json_to_recordset($1::json) r(key text, name text, domain text, matched text, likelihood smallint,
       candidates jsonb, row_count integer, places jsonb)
     order by key
     on conflict (key) do update set name = excluded.name, domain = excluded.domain, matched = excluded.matched,
       likelihood = excluded.likelihood, candidates = excluded.candidates, row_count = excluded.row_count,
       places = excluded.places, resolved_at = now()`,
    [JSON.stringify(rows)],
  )
}

/** Names that stand nowhere any more without a stated domain wait for nobody. */
function forgetGone(tx: Tx): Promise<number> {
  const anywhere = namePlaces.map(
    (place) =>
      `not exists (select from ${place.table} c where ${keyOf(place, 'c')} = n.key and ${isUnstated(place, 'c')})`,
  )
  return tx.execute(`delete from core.company_name_resolutions n where ${anywhere.join(' and ')}`)
}

/** Ingest writes the same rows, and one of two transactions that wait for each other is rolled back. */
export async function retried<T>(work: () => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (classifyFailure(error).kind !== 'again' || attempt >= attempts) throw error
    await sleep(50 * attempt)
    return retried(work, attempt + 1)
  }
}
