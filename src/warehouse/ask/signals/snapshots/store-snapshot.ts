import type { Tx } from '../../../../db/database.ts'
import { AppError, conflict, refused } from '../../../../errors.ts'
import { requireDomain } from '../../../workflows/subject.ts'
import type { PeopleChange, Snapshot } from '../schema.ts'
import { compareLists, type Listed } from './compare-lists.ts'
import { explainChanges } from './explain-changes.ts'
import { findListCompany, type ListCompany, type NamedCompany } from './find-company.ts'
import { getSnapshot } from './get-snapshots.ts'
import { PEOPLE_AT_MOST, type ReadList, readList } from './read-list.ts'
import { readIdentities } from './same-people.ts'

export interface SnapshotRequest extends NamedCompany {
  people?: { linkedin_url: string; full_name?: string | null; title?: string | null }[]
  snapshot_date?: string | null
  client_domain?: string | null
  source?: string | null
}

export interface StoredSnapshot {
  snapshot: Snapshot
  changes: PeopleChange[]
  /** The list of that day had been stored before; this one changed nothing. */
  deduplicated: boolean
  /** Sent again, but with other people: they were not taken. */
  differs: boolean
}

/**
 * Keeps a list of a company's people and compares it with the newest one before. One list per company and day: sent again, it
 * changes nothing. The first one is a baseline. Throws 409 `snapshot_out_of_order` for a day before the newest list, 422
 * `snapshot_date_invalid`, `people_unusable`, `too_many_people`, and 404 `company_not_found` when no people are given of a
 * company that core does not know.
 */
export async function storeSnapshot(tx: Tx, request: SnapshotRequest): Promise<StoredSnapshot> {
  const client = request.client_domain ? requireDomain(request.client_domain, 'client_domain') : null
  const company = await findListCompany(tx, request)
  const date = await requireDate(tx, request.snapshot_date ?? null)
  // Two lists of one company, one after the other: the second is compared with the first.
  await tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 33))', [company.id ?? company.key])
  const list = request.people === undefined ? await readStored(tx, company, request) : readList(request.people)
  const [newest] = await tx.query<NewestRow>(NEWEST, [company.keys])
  const again =
    newest === undefined || newest.snapshot_date < date ? undefined : await readAgain(tx, company, date, newest)
  if (again !== undefined) {
    if (client !== null) await addClient(tx, again.id, client)
    const differs = again.people_hash !== list.hash.toString('hex')
    return { ...(await getSnapshot(tx, again.id)), deduplicated: true, differs }
  }
  const changes = newest === undefined ? [] : await compare(tx, company, list, newest, request.people === undefined)
  const id = await insert(tx, { request, company, client, date, list, newest, changes })
  // What a list is compared with is the one before it; the lists before that are not needed any more.
  tx.send(
    `update client.people_snapshots set people = null where company_key = any($1) and people is not null and id <> all ($2)`,
    [company.keys, [id, ...(newest === undefined ? [] : [newest.id])]],
  )
  return { ...(await getSnapshot(tx, id)), deduplicated: false, differs: false }
}

interface NewestRow {
  id: string
  snapshot_date: string
  people: Listed[]
  people_hash: string
  created_at: Date
}

const NEWEST = `select id, snapshot_date::text as snapshot_date, coalesce(people, '[]') as people,
    encode(people_hash, 'hex') as people_hash, created_at
  from client.people_snapshots where company_key = any($1) order by snapshot_date desc limit 1`

/** The list of a day for which there is one already. Throws 409 for a day before the newest for which there is none. */
async function readAgain(tx: Tx, company: ListCompany, date: string, newest: NewestRow) {
  const [same] = await tx.query<{ id: string; people_hash: string }>(
    `select id, encode(people_hash, 'hex') as people_hash from client.people_snapshots
     where company_key = any($1) and snapshot_date = $2`,
    [company.keys, date],
  )
  if (same !== undefined) return same
  throw conflict(
    'snapshot_out_of_order',
    `There is a list of ${newest.snapshot_date} already; send lists in their order`,
  )
}

/** Another client sent the same list: it is told the same changes. */
async function addClient(tx: Tx, id: string, client: string): Promise<void> {
  const added = await tx.execute(
    `update client.people_snapshots set client_domains = client_domains || $2::text
     where id = $1 and not client_domains @> array[$2::text]`,
    [id, client],
  )
  if (added > 0) await tx.execute(`insert into client.signal_changes (kind, key) values ('snapshot', $1)`, [id])
}

async function compare(
  tx: Tx,
  company: ListCompany,
  list: ReadList,
  newest: NewestRow,
  fromCore: boolean,
): Promise<PeopleChange[]> {
  const identityOf = await readIdentities(
    tx,
    [...newest.people, ...list.people].map((person) => person.linkedin_url),
  )
  return explainChanges(tx, compareLists(newest.people, list.people, identityOf), {
    company,
    previousDate: newest.snapshot_date,
    previousAt: newest.created_at,
    previousCount: newest.people.length,
    fromCore,
  })
}

interface Insertion {
  request: SnapshotRequest
  company: ListCompany
  client: string | null
  date: string
  list: ReadList
  newest: NewestRow | undefined
  changes: PeopleChange[]
}

async function insert(tx: Tx, { request, company, client, date, list, newest, changes }: Insertion): Promise<string> {
  const count = (change: PeopleChange['change'], senior = false) =>
    changes.filter((one) => one.change === change && (!senior || one.is_senior)).length
  const [row] = await tx.query<{ id: string }>(
    `insert into client.people_snapshots (batch_id, company_key, company_domain, company_linkedin_url, company_name,
       client_domains, snapshot_date, source, total_people_count, ignored_count, people, people_hash, is_initial_check,
       previous_id, people_added_count, people_removed_count, title_changed_count, senior_added_count,
       senior_removed_count, changes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14, $15, $16, $17, $18, $19, $20::jsonb)
     returning id`,
    [
      `${company.domain ?? company.linkedinUrl}:${date}`,
      company.key,
      company.domain,
      company.linkedinUrl,
      company.name,
      client === null ? [] : [client],
      date,
      request.source ?? (request.people === undefined ? 'core' : null),
      list.people.length,
      list.ignored,
      JSON.stringify(list.people),
      list.hash,
      newest === undefined,
      newest?.id ?? null,
      count('hire'),
      count('departure'),
      count('title_change'),
      count('hire', true),
      count('departure', true),
      JSON.stringify(changes),
    ],
  )
  if (row === undefined) throw new Error('The list was not stored')
  return row.id
}

/** The people whom core has at the company. */
async function readStored(tx: Tx, company: ListCompany, named: NamedCompany): Promise<ReadList> {
  if (company.id === null) {
    const shown = JSON.stringify(named.company_domain ?? named.company_linkedin_url ?? '').slice(0, 100)
    throw new AppError(404, 'company_not_found', `No company ${shown}: send its people, or the company first`)
  }
  const people = await tx.query<Listed>(
    `select p.linkedin_url, p.full_name, p.title
     from core.person_search s join core.people p on p.id = s.person_id where s.company_id = $1 limit $2`,
    [company.id, PEOPLE_AT_MOST + 1],
  )
  if (people.length > PEOPLE_AT_MOST) {
    throw refused(
      'too_many_people',
      `More than ${PEOPLE_AT_MOST} people are stored of this company; send a list of some of them`,
    )
  }
  return readList(people)
}

async function requireDate(tx: Tx, sent: string | null): Promise<string> {
  const [today] = await tx.query<{ day: string; tomorrow: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as day,
       to_char(now() at time zone 'UTC' + interval '1 day', 'YYYY-MM-DD') as tomorrow`,
  )
  if (today === undefined) throw new Error('no clock')
  if (sent === null) return today.day
  const exists =
    /^\d{4}-\d\d-\d\d$/.test(sent) && new Date(`${sent}T00:00:00Z`).toJSON()?.slice(0, 10) === sent && sent >= '1990'
  if (!exists || sent > today.tomorrow) {
    const shown = JSON.stringify(sent.slice(0, 40))
    throw refused(
      'snapshot_date_invalid',
      `snapshot_date must be a day up to today such as ${today.day}, not ${shown}`,
      {
        errors: [{ pointer: '/snapshot_date', code: 'date', message: 'is not a day up to today' }],
      },
    )
  }
  return sent
}
