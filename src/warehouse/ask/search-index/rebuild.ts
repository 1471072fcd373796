import { asOperator, type Database, type Tx } from '../../../db/database.ts'

/** Of what the rows are made of. Whoever changes that raises it, and all rows are made again in the background. */
const SEARCH_VERSION = 2
/** Ids that are put into the queue in one transaction. */
const PAGE = 5_000

/**
 * Queues everybody where the rows were made by another version, page by page; a run that was killed goes on where it was.
 * `force` begins again in any case. Returns how many it queued.
 */
export async function queueAll(db: Database, { force = false } = {}): Promise<number> {
  const begun = await asOperator(db, (tx) => begin(tx, force))
  if (!begun) return 0
  for (let queued = 0; ; ) {
    const page = await asOperator(db, queuePage)
    if (page === null) return queued
    queued += page
  }
}

async function begin(tx: Tx, force: boolean): Promise<boolean> {
  const [state] = await tx.query<{ version: number; rebuilding: string | null }>(
    'select version, rebuilding from core.search_state for update',
  )
  if (state?.rebuilding) return true
  if (!force && state?.version === SEARCH_VERSION) return false
  await tx.execute(
    `insert into core.search_state as s (version, rebuilding) values ($1, 'company')
     on conflict (only_row) do update set version = excluded.version, rebuilding = excluded.rebuilding, rebuilt_until = null`,
    [SEARCH_VERSION],
  )
  return true
}

const tables = {
  company: { core: 'core.companies', queue: 'core.company_search_changes', next: 'person' },
  person: { core: 'core.people', queue: 'core.person_search_changes', next: null },
} as const

/** Queues the next page and notes how far it came; null when all are queued. */
async function queuePage(tx: Tx): Promise<number | null> {
  const [state] = await tx.query<{ rebuilding: keyof typeof tables | null; until: string }>(
    `select rebuilding, coalesce(rebuilt_until, '00000000-0000-0000-0000-000000000000') as until
     from core.search_state for update`,
  )
  if (!state?.rebuilding) return null
  const { core, queue, next } = tables[state.rebuilding]
  const [page] = await tx.query<{ count: string; last: string | null }>(
    `with page as (select id from ${core} where id > $1::uuid order by id limit ${PAGE}),
       queued as (insert into ${queue} (id) select id from page)
     select count(*) as count, (select id from page order by id desc limit 1) as last from page`,
    [state.until],
  )
  const count = Number(page?.count ?? 0)
  const isDone = count < PAGE
  await tx.execute('update core.search_state set rebuilding = $1, rebuilt_until = $2', [
    isDone ? next : state.rebuilding,
    isDone ? null : page?.last,
  ])
  return count
}
