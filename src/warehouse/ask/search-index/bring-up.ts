import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { refreshAlumni } from '../leads/alumni/refresh-alumni.ts'
import { refreshCompanies } from './refresh-companies.ts'
import { refreshPeople } from './refresh-people.ts'

/** Entities of one transaction: 250 people cost this thread about 15 ms. */
const PAGE = 250
/** What a search brings up to date itself before it looks; with more waiting it does not wait for it. */
const MOST_FOR_A_SEARCH = 500

/**
 * Before a search: makes the rows of what changed since, so that whatever was acknowledged is found. With a long queue
 * (a file is being loaded) the search sees what there is, and `behind` is true.
 */
export async function bringUp(db: Database): Promise<{ behind: boolean }> {
  const { rows } = await db.pool.query<{ waiting: boolean; many: boolean }>(WAITING)
  const [queue] = rows
  if (!queue?.waiting) return { behind: false }
  if (!queue.many) await workOff(db, { pages: 6, wait: true })
  return { behind: queue.many }
}

const WAITING = `select
    exists (select from core.company_search_changes) or exists (select from core.person_search_changes) as waiting,
    (select count(*) from (select from core.company_search_changes limit ${MOST_FOR_A_SEARCH + 1}) c) > ${MOST_FOR_A_SEARCH}
    or (select count(*) from (select from core.person_search_changes limit ${MOST_FOR_A_SEARCH + 1}) p) > ${MOST_FOR_A_SEARCH}
      as many`

interface WorkOptions {
  /** Most transactions; without limit unless given. */
  pages?: number
  /** Wait for whoever works on the queue now; otherwise leave it to them. */
  wait?: boolean
  stopping?: AbortSignal
  /** Called after each transaction with the entities it did; awaiting it makes the work slower. */
  after?: (done: number) => Promise<void> | void
}

/** Works the queues off, page by page, companies before people. Returns how many entities it did. */
export async function workOff(db: Database, options: WorkOptions = {}): Promise<number> {
  const places: Places = { company: START, person: START }
  let all = 0
  for (let page = 0; page < (options.pages ?? Number.POSITIVE_INFINITY); page += 1) {
    if (options.stopping?.aborted) return all
    const done = await asOperator(db, (tx) => onePage(tx, places, options.wait ?? false))
    if (done === 0) return all
    all += done
    await options.after?.(done)
  }
  return all
}

/** Where in each queue the last page ended: what was done before it is dead, and slow to walk over until it is vacuumed. */
interface Places {
  company: string
  person: string
}
const START = '(0,0)'

/** One worker at a time, in all processes: two would make the same rows. */
async function onePage(tx: Tx, places: Places, wait: boolean): Promise<number> {
  const [held] = await tx.query<{ mine: boolean }>(
    wait
      ? `select true as mine from pg_advisory_xact_lock(${LOCK})`
      : `select pg_try_advisory_xact_lock(${LOCK}) as mine`,
  )
  if (!held?.mine) return 0
  tx.send(BY_INDEX)
  const companies = await take(tx, 'company', places)
  if (companies.length > 0) {
    await refreshCompanies(tx, companies)
    return companies.length
  }
  const people = await take(tx, 'person', places)
  await refreshPeople(tx, people)
  await refreshAlumni(tx, people)
  return people.length
}

/** Everything here is a few rows by their keys; without statistics the planner would read whole tables for them. */
const BY_INDEX = `select set_config(name, 'off', true)
  from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) name`

const LOCK = `hashtext('galena.search')`

/** Takes the next ids out of a queue: from where the last page ended, then once more from its beginning. */
async function take(tx: Tx, kind: keyof Places, places: Places): Promise<string[]> {
  const statement = `with taken as (
      delete from core.${kind}_search_changes where ctid = any (array(
        select ctid from core.${kind}_search_changes where ctid > $1::tid limit ${PAGE}))
      returning id, ctid
    )
    select array_agg(id order by ctid) as ids, max(ctid)::text as last from taken`
  let [row] = await tx.query<{ ids: string[] | null; last: string | null }>(statement, [places[kind]])
  if (!row?.ids && places[kind] !== START) [row] = await tx.query(statement, [START])
  places[kind] = row?.last ?? START
  return [...new Set(row?.ids)]
}

/**
 * Puts what the indexes of terms hold in a list into its place: every search walks through that list. Left to autovacuum
 * where the tables belong to somebody else.
 */
export async function emptyPendingLists(tx: Tx): Promise<void> {
  await tx.execute(
    `select gin_clean_pending_list(c.oid) from pg_class c
     where c.oid in ('core.idx_person_search_terms'::regclass, 'core.idx_company_search_terms'::regclass,
       'core.idx_company_search_prefixes'::regclass) and pg_has_role(c.relowner, 'USAGE')`,
  )
}
