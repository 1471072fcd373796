import type { Tx } from '../../db/database.ts'
import { positionId } from '../ingest/tables.ts'
import { completeLookups, type Lookups } from '../reference/match-lookups.ts'
import { type Chosen, foldEntity, primaryKey, type SourceRanks } from './fold.ts'
import { noteChanged } from './note-changed.ts'
import type { SettledEntities } from './settle-entities.ts'

/** The sources that core.person_tenure, person_locations and person_job_titles name as they always did. */
const FOUNDING_SOURCES: Record<string, string> = {
  'clay-person-profile': 'person_profile',
  'clay-find-people': 'person_discovery',
  'clay-find-people-location-parsed': 'person_discovery',
  'clay-find-people-title-enrichment': 'person_title_enrichment',
  'salesnav-person': 'salesnav',
  'salesnav-file': 'salesnav',
}

interface Job {
  title?: string | null
  company?: string | null
  domain?: string | null
  linkedin_url?: string | null
  start?: string | null
  precision?: string | null
}

interface Location {
  raw?: string | null
  city?: string | null
  state?: string | null
  country?: string | null
}

interface CleanedTitle {
  cleaned_job_title?: string | null
  seniority_level?: string | null
  job_function?: string | null
}

const WIDE = [
  'linkedin_slug',
  'full_name',
  'linkedin_url_type',
  'linkedin_user_profile_urn',
  'first_name',
  'last_name',
  'work_email',
  'title',
  'seniority',
  'department',
  'company_domain',
  'headline',
  'company_name',
  'company_linkedin_url',
  'city',
  'state',
  'country',
  'location_name',
  'job_start_date',
  'picture_url',
]

/**
 * Folds people into core.people and the founding tables that hold one row per person (location, tenure, job title): by COPY
 * for people whom nobody knew, all four in one statement for the others. A person whose LinkedIn profile URL is not known has
 * no row.
 */
export async function writePeople(
  tx: Tx,
  settled: SettledEntities,
  ranks: SourceRanks,
  known: Lookups,
  careful: boolean,
): Promise<void> {
  const folded = [...settled.roots].flatMap((root) => {
    const slug = primaryKey(settled.forest, root, 'slug')
    const id = settled.forest.get(root)?.identityId
    return slug === null || !id ? [] : [{ id, slug, root, fields: foldEntity(settled.forest, 'person', root, ranks) }]
  })
  const gone = removeRows(tx, settled)
  noteChanged(tx, 'person', [...gone, ...folded.map(({ id }) => id)])
  if (folded.length === 0) return
  const lookups = await completeLookups(
    tx,
    known,
    folded.flatMap(({ fields }) => value<Job>(fields, 'job')?.title ?? []),
    folded.flatMap(({ fields }) => value<Location>(fields, 'location')?.raw ?? []),
  )
  const rows = folded.map(({ id, slug, fields }): PersonRow => {
    const job = value<Job>(fields, 'job')
    const location = value<Location>(fields, 'location')
    const cleaned = value<CleanedTitle>(fields, 'cleaned_title')
    const title = (job?.title ? lookups.titles.get(job.title) : undefined) ?? cleaned ?? null
    const place = location?.raw ? lookups.locations.get(location.raw) : undefined
    return {
      id,
      linkedin_url: `https://www.linkedin.com/in/${slug}`,
      linkedin_slug: slug,
      linkedin_url_type: 'real',
      full_name: value<string>(fields, 'full_name'),
      linkedin_user_profile_urn: value<string>(fields, 'urn'),
      first_name: value<string>(fields, 'first_name'),
      last_name: value<string>(fields, 'last_name'),
      work_email: value<string>(fields, 'work_email'),
      title: job?.title ?? null,
      seniority: title?.seniority_level ?? null,
      department: title?.job_function ?? null,
      company_domain: job?.domain ?? null,
      headline: value<string>(fields, 'headline'),
      company_name: job?.company ?? null,
      company_linkedin_url: job?.linkedin_url ?? null,
      city: location?.city ?? place?.city ?? null,
      state: location?.state ?? place?.state ?? null,
      country: location?.country ?? place?.country ?? null,
      location_name: location?.raw ?? null,
      job_start_date: job?.start ?? null,
      job_start_precision: job?.precision ?? null,
      picture_url: value<string>(fields, 'picture_url'),
      cleaned_job_title: title?.cleaned_job_title ?? null,
      location_source: location ? foundingSource(fields.get('location')) : null,
      tenure_source: job?.start ? foundingSource(fields.get('job')) : null,
      title_source:
        title === null ? null : title === cleaned ? foundingSource(fields.get('cleaned_title')) : 'job_title_lookup',
      ...ids(id),
    }
  })
  rows.sort((a, b) => (a.linkedin_url < b.linkedin_url ? -1 : 1))
  // A profile URL is a root of its own unless a stronger key claims it: only then can a person's URL change.
  if (folded.some(({ root, slug }) => root !== `slug:${slug}`)) await rekey(tx, rows)
  const created = new Set(settled.identities.created.map(({ id }) => id))
  const isNew = ({ id, linkedin_slug }: PersonRow) =>
    !careful && created.has(id) && settled.forest.get(`slug:${linkedin_slug}`)?.stored === false
  copyPeople(tx, rows.filter(isNew))
  const met = rows.filter((row) => !isNew(row))
  if (met.length > 0) tx.send(UPSERT, [JSON.stringify(met)])
}

type PersonRow = Record<string, string | null> & { id: string; linkedin_url: string; linkedin_slug: string }

/** Should one of them stand all the same (plain SQL), the batch is done again with care. */
function copyPeople(tx: Tx, rows: readonly PersonRow[]): void {
  const copy = (table: string, columns: readonly (readonly [column: string, from: string])[], of: typeof rows) => {
    if (of.length === 0) return
    tx.copy(
      table,
      columns.map(([column]) => column),
      of.map((row) => columns.map(([, from]) => row[from])),
    )
  }
  copy('core.people', PEOPLE, rows)
  copy(
    'core.person_locations',
    LOCATIONS,
    rows.filter((row) => (row.city ?? row.state ?? row.country) !== null),
  )
  copy(
    'core.person_tenure',
    TENURE,
    rows.filter((row) => row.job_start_date !== null),
  )
  copy(
    'core.person_job_titles',
    TITLES,
    rows.filter((row) => row.title_source !== null),
  )
}

const same = (...names: string[]) => names.map((name) => [name, name] as const)
const PEOPLE = same('id', 'linkedin_url', ...WIDE)
const LOCATIONS = [
  ['id', 'location_id'],
  ...same('linkedin_url', 'city', 'state', 'country'),
  ['source', 'location_source'],
] as const
const TENURE = [
  ['id', 'tenure_id'],
  ...same('linkedin_url', 'job_start_date', 'job_start_precision'),
  ['source', 'tenure_source'],
] as const
const TITLES = [
  ['id', 'title_id'],
  ...same('linkedin_url'),
  ['matched_cleaned_job_title', 'cleaned_job_title'],
  ['matched_job_function', 'department'],
  ['matched_seniority', 'seniority'],
  ['source', 'title_source'],
] as const

/** Rows of one person in the founding tables: ids follow from the person's. */
function ids(id: string) {
  return { location_id: positionId(id, 0), tenure_id: positionId(id, 1), title_id: positionId(id, 2) }
}

function value<T>(fields: Map<string, Chosen>, name: string): T | null {
  return (fields.get(name)?.value as T | undefined) ?? null
}

function foundingSource(chosen: Chosen | undefined): string | null {
  return chosen === undefined ? null : (FOUNDING_SOURCES[chosen.source] ?? chosen.source)
}

/** Rows of ids that redirect now, and of people who lost their profile URL to somebody else. */
function removeRows(tx: Tx, settled: SettledEntities): string[] {
  const without = [...settled.roots].flatMap((root) =>
    primaryKey(settled.forest, root, 'slug') === null ? (settled.forest.get(root)?.identityId ?? []) : [],
  )
  const gone = [...settled.identities.retired, ...(settled.claims.moved.length > 0 ? without : [])]
  if (gone.length > 0) tx.send('delete from core.people where id = any($1::uuid[])', [gone])
  return gone
}

/** A person whose profile URL changed keeps the row: it moves to the new URL before the upsert meets it there. */
async function rekey(tx: Tx, rows: { id: string; linkedin_url: string }[]): Promise<void> {
  const values = [rows.map((row) => row.id), rows.map((row) => row.linkedin_url)]
  const changed = 'from unnest($1::uuid[], $2::text[]) r(id, url) where p.id = r.id and p.linkedin_url <> r.url'
  tx.send(`update core.people p set linkedin_url = 'moving:' || p.id ${changed}`, values)
  tx.send(`update core.people p set linkedin_url = r.url ${changed}`, values)
}

const list = (columns: string[], prefix = '') => columns.map((column) => prefix + column).join(', ')
const set = (columns: string[]) => columns.map((column) => `${column} = excluded.${column}`).join(', ')

const UPSERT = `with r as (
    select * from json_to_recordset($1::json) as x(
      id uuid, linkedin_url text, ${WIDE.map((c) => `${c} ${c === 'job_start_date' ? 'date' : 'text'}`).join(', ')},
      job_start_precision text, cleaned_job_title text, location_source text, tenure_source text, title_source text,
      location_id uuid, tenure_id uuid, title_id uuid)
  ), people as (
    insert into core.people as p (id, linkedin_url, ${list(WIDE)})
    select id, linkedin_url, ${list(WIDE)} from r order by linkedin_url
    on conflict (linkedin_url) do update set ${set(WIDE)}, updated_at = excluded.updated_at
    where (${list(WIDE, 'p.')}) is distinct from (${list(WIDE, 'excluded.')})
  ), locations as (
    insert into core.person_locations as l (id, linkedin_url, city, state, country, source)
    select location_id, linkedin_url, city, state, country, location_source from r
    where coalesce(city, state, country) is not null order by linkedin_url
    on conflict (linkedin_url) do update set ${set(['city', 'state', 'country', 'source', 'updated_at'])}
    where (l.city, l.state, l.country, l.source) is distinct from (excluded.city, excluded.state, excluded.country, excluded.source)
  ), tenure as (
    insert into core.person_tenure as t (id, linkedin_url, job_start_date, job_start_precision, source)
    select tenure_id, linkedin_url, job_start_date, job_start_precision, tenure_source from r
    where job_start_date is not null order by linkedin_url
    on conflict (linkedin_url) do update set ${set(['job_start_date', 'job_start_precision', 'source', 'updated_at'])}
    where (t.job_start_date, t.job_start_precision, t.source)
      is distinct from (excluded.job_start_date, excluded.job_start_precision, excluded.source)
  )
  insert into core.person_job_titles as j (id, linkedin_url, matched_cleaned_job_title, matched_job_function, matched_seniority, source)
  select title_id, linkedin_url, cleaned_job_title, department, seniority, title_source from r
  where title_source is not null order by linkedin_url
  on conflict (linkedin_url) do update
  set ${set(['matched_cleaned_job_title', 'matched_job_function', 'matched_seniority', 'source', 'updated_at'])}
  where (j.matched_cleaned_job_title, j.matched_job_function, j.matched_seniority, j.source)
    is distinct from (excluded.matched_cleaned_job_title, excluded.matched_job_function, excluded.matched_seniority, excluded.source)`
