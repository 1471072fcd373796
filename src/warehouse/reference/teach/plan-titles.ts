import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { noteChanged } from '../../identity/note-changed.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { positionId } from '../../ingest/tables.ts'
import type { TitleMatch } from '../../workflows/define.ts'
import { matchLookups } from '../match-lookups.ts'
import { findSpellings, holding } from './find-spellings.ts'
import { inBatches } from './in-batches.ts'
import { jobTitles, peopleTitles, placeName } from './places.ts'
import { refoldInBatches } from './refold-in-batches.ts'
import { type Plan, type Shown, tally } from './tally.ts'

interface StaleRow {
  id: string
  url: string
  root: string | null
  raw: string
}

/**
 * Makes the people of these titles (normalised keys) show what the titles mean now: title, seniority and department of
 * core.people and core.person_job_titles. As in the fold, a taught title outranks one that was cleaned elsewhere; where
 * nothing maps a title any more, people are folded again.
 */
export async function planPeople(db: Database, warehouse: Warehouse, keys: readonly string[]): Promise<Plan> {
  const { matches, shown, stale } = await asOperator(db, (tx) => findPeople(tx, keys))
  const keysOf = ({ url, root }: StaleRow) => [slugKeyOf(url), ...(root === null ? [] : [root])]
  return {
    place: placeName(peopleTitles),
    shown,
    async run() {
      const mapped = stale.filter(({ raw }) => matches.has(raw))
      await inBatches(db, warehouse, mapped, keysOf, (tx, rows) => writePeopleTitles(tx, rows, matches))
      const roots = stale.flatMap(({ raw, root }) => (matches.has(raw) || root === null ? [] : root))
      await refoldInBatches(db, warehouse, 'person', roots)
    },
  }
}

/** The same for the jobs of people: core.person_work_history and extracted.person_experience. */
export async function planJobs(db: Database, warehouse: Warehouse, keys: readonly string[]): Promise<Plan> {
  const { matches, shown, stale } = await asOperator(db, (tx) => findJobs(tx, keys))
  const keysOf = ({ url }: StaleRow) => [slugKeyOf(url)]
  return {
    place: placeName(jobTitles),
    shown,
    run: () => inBatches(db, warehouse, stale, keysOf, (tx, rows) => writeJobTitles(tx, rows, matches)),
  }
}

export function slugKeyOf(url: string): string {
  return `slug:${url.slice(url.lastIndexOf('/') + 1)}`
}

interface Found {
  matches: Map<string, TitleMatch>
  shown: Shown[]
  stale: StaleRow[]
}

const MEANINGS = `unnest($1::text[], $2::boolean[], $3::text[], $4::text[], $5::text[]) m(raw, mapped, cleaned, seniority, func)`

async function findPeople(tx: Tx, keys: readonly string[]): Promise<Found> {
  const spellings = await spellingsOf(tx, peopleTitles, keys)
  if (spellings.length === 0) return { matches: new Map(), shown: [], stale: [] }
  const { titles: matches } = await matchLookups(tx, spellings, [])
  const stale = await tx.query<StaleRow>(
    `select t.id, t.linkedin_url as url, i.root, t.title as raw
     from core.people t join ${MEANINGS} on m.raw = t.title
     left join core.person_job_titles j on j.linkedin_url = t.linkedin_url
     left join core.identities i on i.id = t.id
     where ${holding(peopleTitles, '$1::text[]')} and case when m.mapped
       then (t.seniority, t.department, j.matched_cleaned_job_title, j.matched_job_function, j.matched_seniority, j.source)
         is distinct from (m.seniority, m.func, m.cleaned, m.func, m.seniority, 'job_title_lookup')
       else j.source = 'job_title_lookup' end
     order by t.ctid`,
    meaningsOf(spellings, matches),
  )
  return { matches, shown: await countShown(tx, peopleTitles, spellings, stale), stale }
}

async function findJobs(tx: Tx, keys: readonly string[]): Promise<Found> {
  const spellings = await spellingsOf(tx, jobTitles, keys)
  if (spellings.length === 0) return { matches: new Map(), shown: [], stale: [] }
  const { titles: matches } = await matchLookups(tx, spellings, [])
  const stale = await tx.query<StaleRow>(
    `select t.id, t.linkedin_url as url, null as root, t.title as raw
     from core.person_work_history t join ${MEANINGS} on m.raw = t.title
     left join extracted.person_experience e on e.id = t.id
     where ${holding(jobTitles, '$1::text[]')} and ((t.matched_job_function, t.matched_seniority) is distinct from (m.func, m.seniority)
       or e.id is not null and (e.matched_cleaned_job_title, e.matched_job_function, e.matched_seniority)
         is distinct from (m.cleaned, m.func, m.seniority))
     order by t.ctid`,
    meaningsOf(spellings, matches),
  )
  return { matches, shown: await countShown(tx, jobTitles, spellings, stale), stale }
}

// Rows are changed in the order in which they lie: those of a batch share pages, and each page is written once.

/** Reading what holds a title takes the index, however few rows the planner believes to be there. */
async function spellingsOf(tx: Tx, place: typeof peopleTitles, keys: readonly string[]): Promise<string[]> {
  await tx.query(`select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`)
  return findSpellings(tx, place, keys)
}

async function countShown(
  tx: Tx,
  place: typeof peopleTitles,
  spellings: readonly string[],
  stale: readonly { raw: string }[],
): Promise<Shown[]> {
  const rows = await tx.query<{ raw: string; key: string; rows: number }>(
    `select t.${place.column} as raw, reference.normalize_key(t.${place.column}) as key, count(*)::int4 as rows
     from ${place.table} t where ${holding(place, '$1::text[]')} group by 1`,
    [spellings],
  )
  return tally(rows, stale)
}

function meaningsOf(spellings: readonly string[], matches: ReadonlyMap<string, TitleMatch>): unknown[] {
  return [spellings, spellings.map((raw) => matches.has(raw)), ...partsOf(spellings, matches)]
}

/** Cleaned titles, seniorities and functions of raw titles. */
function partsOf(raws: readonly string[], matches: ReadonlyMap<string, TitleMatch>): (string | null)[][] {
  const parts = ['cleaned_job_title', 'seniority_level', 'job_function'] as const
  return parts.map((part) => raws.map((raw) => matches.get(raw)?.[part] ?? null))
}

/** Each row only if it still has the title: a payload may have come in between. */
async function writePeopleTitles(tx: Tx, rows: readonly StaleRow[], matches: ReadonlyMap<string, TitleMatch>) {
  noteChanged(
    tx,
    'person',
    rows.map(({ id }) => id),
  )
  const raws = rows.map(({ raw }) => raw)
  await tx.execute(
    `with r as materialized (
       select p.id, p.linkedin_url, r.title_id, r.cleaned, r.seniority, r.func
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])
         r(id, title_id, raw, cleaned, seniority, func)
       join core.people p on p.id = r.id and p.title = r.raw
     ), people as (
       update core.people p set seniority = r.seniority, department = r.func, updated_at = now()
       from r where p.id = r.id and (p.seniority, p.department) is distinct from (r.seniority, r.func)
     )
     insert into core.person_job_titles as j
       (id, linkedin_url, matched_cleaned_job_title, matched_job_function, matched_seniority, source)
     select title_id, linkedin_url, cleaned, func, seniority, 'job_title_lookup' from r
     on conflict (linkedin_url) do update set matched_cleaned_job_title = excluded.matched_cleaned_job_title,
       matched_job_function = excluded.matched_job_function, matched_seniority = excluded.matched_seniority,
       source = excluded.source, updated_at = excluded.updated_at
     where (j.matched_cleaned_job_title, j.matched_job_function, j.matched_seniority, j.source) is distinct from
       (excluded.matched_cleaned_job_title, excluded.matched_job_function, excluded.matched_seniority, excluded.source)`,
    [rows.map(({ id }) => id), rows.map(({ id }) => positionId(id, 2)), raws, ...partsOf(raws, matches)],
  )
}

async function writeJobTitles(tx: Tx, rows: readonly StaleRow[], matches: ReadonlyMap<string, TitleMatch>) {
  const raws = rows.map(({ raw }) => raw)
  const values = [rows.map(({ id }) => id), raws, ...partsOf(raws, matches)]
  const meant = `unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) r(id, raw, cleaned, seniority, func)`
  await tx.execute(
    `update extracted.person_experience e set matched_cleaned_job_title = r.cleaned, matched_job_function = r.func,
       matched_seniority = r.seniority
     from ${meant} where e.id = r.id and e.title = r.raw`,
    values,
  )
  await tx.execute(
    `update core.person_work_history h set matched_job_function = r.func, matched_seniority = r.seniority
     from ${meant} where h.id = r.id and h.title = r.raw`,
    values,
  )
}
