import { asOperator, type Database, type Tx } from '../../../../db/database.ts'
import { classifyFailure } from '../../../ingest/classify-failure.ts'
import { bringUp } from '../../search-index/bring-up.ts'
import { derivedSignals } from './derived-signals.ts'
import { findLeadConcerns } from './find-concerned.ts'
import { findIcpConcerns } from './find-icp-concerns.ts'
import { insertSignals } from './insert-signals.ts'
import { PAYLOAD_KINDS, payloadSignals } from './payload-signals.ts'
import { snapshotSignals } from './snapshot-signals.ts'

/** Changes of one transaction: 500 people of leads take about 40 ms. */
const PAGE = 500
/** What a reader of the feed works off itself before it reads; the rest is left to the job. */
const MOST_FOR_A_READER = 1_000

/** What was done. */
export interface FeedPage {
  changes: number
  signals: number
  /** Changes that no signal could be made of, because a value fits nowhere: they are gone. */
  failed: number
}

const NOTHING: FeedPage = { changes: 0, signals: 0, failed: 0 }

/**
 * Before the feed is read: makes signals of what changed since, so that whatever was acknowledged is in the feed. False when
 * more waits than a reader should: then the job is at it, and the feed shows what there is.
 */
export async function bringFeedUp(db: Database): Promise<boolean> {
  await bringUp(db)
  for (let page = 0; page <= MOST_FOR_A_READER / PAGE + 1; page += 1) {
    const { rows } = await db.pool.query<{ waiting: number; more: boolean }>(WAITING)
    const { waiting, more } = rows[0] ?? { waiting: 0, more: false }
    if (waiting === 0) return !more
    if (waiting > MOST_FOR_A_READER) return false
    try {
      await asOperator(db, (tx) => feedPage(tx, true, PAGE))
    } catch (error) {
      // One bad change must not close the feed; the job finds it.
      if (classifyFailure(error).kind === 'data') return false
      throw error
    }
  }
  return false
}

/** People whose search rows are not made yet are noted when they are: then there is more to come. */
const WAITING = `select (select count(*)::int from (select from client.signal_changes limit ${MOST_FOR_A_READER + 1}) c) as waiting,
  exists (select from core.person_search_changes) or exists (select from core.company_search_changes) as more`

/** Works all changes off, page by page. Safe to stop and to repeat: a page is taken from the queue by what it makes. */
export async function feedAll(db: Database, stopping?: AbortSignal): Promise<FeedPage> {
  let all = NOTHING
  while (stopping?.aborted !== true) {
    const page = await nextPage(db)
    if (page.changes + page.failed === 0) break
    all = sum(all, page)
  }
  return all
}

async function nextPage(db: Database): Promise<FeedPage> {
  try {
    return await asOperator(db, (tx) => feedPage(tx, false, PAGE))
  } catch (error) {
    if (classifyFailure(error).kind !== 'data') throw error
  }
  let all = NOTHING
  for (let i = 0; i < PAGE; i += 1) {
    const one = await nextChange(db)
    if (one.changes + one.failed === 0) break
    all = sum(all, one)
  }
  return all
}

/** A single change; one that cannot be worked off is thrown away. */
async function nextChange(db: Database): Promise<FeedPage> {
  try {
    return await asOperator(db, (tx) => feedPage(tx, true, 1))
  } catch (error) {
    if (classifyFailure(error).kind !== 'data') throw error
    return { ...NOTHING, failed: (await asOperator(db, (tx) => take(tx, 1))).length }
  }
}

function sum(a: FeedPage, b: FeedPage): FeedPage {
  return { changes: a.changes + b.changes, signals: a.signals + b.signals, failed: a.failed + b.failed }
}

/** One writer at a time, in all processes: so the order of the feed is the order in which its rows can be seen. */
async function feedPage(tx: Tx, wait: boolean, size: number): Promise<FeedPage> {
  const lock = `hashtext('galena.signal-feed')`
  const [held] = await tx.query<{ mine: boolean }>(
    wait
      ? `select true as mine from pg_advisory_xact_lock(${lock})`
      : `select pg_try_advisory_xact_lock(${lock}) as mine`,
  )
  if (held?.mine !== true) return NOTHING
  const changes = await take(tx, size)
  if (changes.length === 0) return NOTHING
  const keys = (kind: string) => [...new Set(changes.filter((change) => change.kind === kind).map(({ key }) => key))]
  await noteClients(tx, changes)
  let signals = 0
  for (const kind of PAYLOAD_KINDS) {
    const ids = keys(kind)
    if (ids.length > 0) signals += await insertSignals(tx, payloadSignals(kind, ids))
  }
  const snapshots = keys('snapshot')
  if (snapshots.length > 0) signals += await insertSignals(tx, snapshotSignals(snapshots))
  signals += await feedPeople(tx, keys('person'), keys('lead'))
  return { changes: changes.length, signals, failed: 0 }
}

function take(tx: Tx, size: number) {
  return tx.query<{ kind: string; key: string }>(
    `delete from client.signal_changes where ctid = any (array(select ctid from client.signal_changes limit $1))
     returning kind, key`,
    [size],
  )
}

async function feedPeople(tx: Tx, people: string[], leads: string[]): Promise<number> {
  if (people.length === 0 && leads.length === 0) return 0
  const ofLeads = await findLeadConcerns(tx, people, leads)
  const known = new Set(ofLeads.map(({ client_domain, person_id }) => `${client_domain} ${person_id}`))
  const ofIcps = await findIcpConcerns(tx, people)
  const concerns = [
    ...ofLeads,
    ...ofIcps.filter(({ client_domain, person_id }) => !known.has(`${client_domain} ${person_id}`)),
  ]
  if (concerns.length === 0) return 0
  let signals = 0
  for (const source of derivedSignals(concerns)) signals += await insertSignals(tx, source)
  return signals
}

/** Another list of customers may make every lead of that client one who worked at a customer. */
async function noteClients(tx: Tx, changes: readonly { kind: string; key: string }[]): Promise<void> {
  const keys = (kind: string) => changes.filter((change) => change.kind === kind).map(({ key }) => key)
  const customers = keys('customers')
  if (customers.length > 0) {
    await tx.execute(
      `insert into client.signal_changes (kind, key)
       select 'lead', l.id::text from client.leads l where l.client_domain = any($1)`,
      [customers],
    )
  }
  const leads = keys('lead')
  if (leads.length > 0) {
    await tx.execute(
      `insert into client.signal_clients (client_domain)
       select distinct l.client_domain from client.leads l where l.id = any($1::uuid[]) on conflict do nothing`,
      [leads],
    )
  }
}
