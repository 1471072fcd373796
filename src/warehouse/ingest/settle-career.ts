import { hash } from 'node:crypto'
import type { Tx } from '../../db/database.ts'
import { normalizeCompanyName } from '../identity/company-name.ts'
import type { ListValue, StoredObservation } from '../identity/merge-observation.ts'
import type { Lookups } from '../reference/match-lookups.ts'
import type { Career, Education, Experience, TitleMatch } from '../workflows/define.ts'
import type { BatchItem } from './batch-item.ts'
import { writePromotions } from './promotions.ts'
import { positionId } from './tables.ts'

/** The lists of one person that a payload replaces. */
export interface CareerInput {
  rawId: string
  linkedinUrl: string
  experience: Experience[] | null
  education: Education[] | null
}

/**
 * The lists as fields of the person's observation, so that each follows newer-wins on its own: one that a payload did
 * not bring stays, one that it brought empty clears, an older payload still gives the list that no newer one gave.
 */
export function careerFields(career: Career, rawId: string): Record<string, ListValue> {
  return {
    ...(career.experience === null ? {} : { '#experience': { h: listHash(career.experience), raw: rawId } }),
    ...(career.education === null ? {} : { '#education': { h: listHash(career.education), raw: rawId } }),
  }
}

function listHash(list: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(list), 'hex').slice(0, 16)
}

/**
 * The lists whose rows this payload has to write: those that stand with it as their writer. The same list again has
 * another writer and costs nothing (refreshing unchanged profiles runs at twice the rate that way).
 */
export function replacedLists(career: Career, rawId: string, observation: StoredObservation): CareerInput | null {
  const writes = (field: string) => (observation.fields[field] as ListValue | undefined)?.raw === rawId
  const experience = writes('#experience') ? career.experience : null
  const education = writes('#education') ? career.education : null
  return experience === null && education === null
    ? null
    : { rawId, linkedinUrl: career.linkedinUrl, experience, education }
}

/** Past employers of one career: every job that is not current, one per company (by domain, else by name). */
export function pastEmployers(
  experience: readonly Pick<Experience, 'company' | 'company_domain' | 'is_current'>[],
): { name: string | null; domain: string | null }[] {
  const seen = new Set<string>()
  return experience.flatMap((job) => {
    if (job.is_current) return []
    const key = job.company_domain ?? (job.company === null ? '' : normalizeCompanyName(job.company))
    if (key === '' || seen.has(key)) return []
    seen.add(key)
    return [{ name: job.company, domain: job.company_domain }]
  })
}

/**
 * Writes jobs, schools, work history, past employers and promotions of the people whose career is replaced. History is
 * what the trigger on extracted.person_experience would make of it; the trigger is off for the engine's own writes
 * (206 µs instead of 224 per payload). Deletes touch only people who have rows: on a fresh database the planner would
 * scan the table for all others.
 */
export function writeCareers(
  tx: Tx,
  inputs: readonly CareerInput[],
  known: KnownCareers,
  titles: Lookups['titles'],
  careful: boolean,
): void {
  if (inputs.length === 0) return
  const jobs = inputs.filter(({ experience }) => experience !== null)
  const schools = inputs.filter(({ education }) => education !== null)
  const knownJobs = jobs.flatMap(({ linkedinUrl }) => (known.get(linkedinUrl)?.jobs ? linkedinUrl : []))
  if (knownJobs.length > 0) {
    tx.send('delete from extracted.person_experience where linkedin_url = any($1)', [knownJobs])
    tx.send('delete from core.person_work_history where linkedin_url = any($1)', [knownJobs])
    tx.send(`delete from core.person_past_employer where linkedin_url = any($1) and source = 'person_profile'`, [
      knownJobs,
    ])
    tx.send('delete from core.person_promotions where linkedin_url = any($1)', [knownJobs])
  }
  const knownSchools = schools.flatMap(({ linkedinUrl }) => (known.get(linkedinUrl)?.schools ? linkedinUrl : []))
  if (knownSchools.length > 0) {
    tx.send('delete from extracted.person_education where linkedin_url = any($1)', [knownSchools])
  }
  copyJobs(tx, jobs, titles)
  copySchools(tx, schools)
  // Only other sources' rows could stand here, which nobody has written yet: met by the batch that is done again.
  const fresh = ({ linkedinUrl }: CareerInput) => !careful && known.get(linkedinUrl) === undefined
  copyPastEmployers(tx, jobs.filter(fresh))
  insertPastEmployers(
    tx,
    jobs.filter((input) => !fresh(input)),
  )
  writePromotions(tx, jobs, careful)
}

/** By profile URL, people who have rows of their career already. */
export type KnownCareers = ReadonlyMap<string, { jobs: boolean; schools: boolean }>

/** Which people of a batch have rows of their career already, whoever wrote them. */
export async function readKnownCareers(tx: Tx, items: readonly BatchItem[]): Promise<KnownCareers> {
  const urls = items.flatMap(({ extraction }) => extraction?.career?.linkedinUrl ?? [])
  if (urls.length === 0) return new Map()
  const rows = await tx.query<{ url: string; jobs: boolean; schools: boolean }>(
    `select u.url,
       exists (select from extracted.person_experience e where e.linkedin_url = u.url) as jobs,
       exists (select from extracted.person_education s where s.linkedin_url = u.url) as schools
     from unnest($1::text[]) u(url)`,
    [urls],
  )
  return new Map(rows.flatMap((row) => (row.jobs || row.schools ? [[row.url, row]] : [])))
}

const JOB = [
  'company_domain',
  'company_linkedin_url',
  'title',
  'start_date',
  'start_precision',
  'end_date',
  'end_precision',
  'is_current',
] as const

function copyJobs(tx: Tx, inputs: readonly CareerInput[], titles: Lookups['titles']): void {
  const rows = inputs.flatMap(({ rawId, linkedinUrl, experience }) =>
    (experience ?? []).map((job, i) => ({ id: positionId(rawId, i), rawId, url: linkedinUrl, order: i, job })),
  )
  if (rows.length === 0) return
  // Where nothing was taught the columns are left out.
  const matched = titles.size > 0
  const match = (job: Experience) => (matched && job.title !== null ? titles.get(job.title) : undefined)
  tx.copy(
    'extracted.person_experience',
    [
      'id',
      'raw_payload_id',
      'linkedin_url',
      'experience_order',
      'company',
      'company_org_id',
      'summary',
      'locality',
      ...JOB,
      ...(matched ? ['matched_cleaned_job_title', ...MATCHED] : []),
    ],
    rows.map(({ id, rawId, url, order, job }) => [
      id,
      rawId,
      url,
      order,
      job.company,
      job.company_org_id,
      job.summary,
      job.locality,
      ...JOB.map((column) => job[column]),
      ...(matched ? [match(job)?.cleaned_job_title ?? null, ...matchedValues(match(job))] : []),
    ]),
  )
  tx.copy(
    'core.person_work_history',
    ['id', 'source_id', 'linkedin_url', 'experience_order', 'company_name', ...JOB, ...(matched ? MATCHED : [])],
    rows.map(({ id, url, order, job }) => [
      id,
      id,
      url,
      order,
      job.company,
      ...JOB.map((column) => job[column]),
      ...(matched ? matchedValues(match(job)) : []),
    ]),
  )
}

const MATCHED = ['matched_job_function', 'matched_seniority'] as const

function matchedValues(match: TitleMatch | undefined) {
  return [match?.job_function ?? null, match?.seniority_level ?? null]
}

const SCHOOL = [
  'school_name',
  'degree',
  'field_of_study',
  'start_date',
  'start_precision',
  'end_date',
  'end_precision',
  'grade',
  'activities',
] as const

function copySchools(tx: Tx, inputs: readonly CareerInput[]): void {
  const rows = inputs.flatMap(({ rawId, linkedinUrl, education }) =>
    (education ?? []).map((school, i) => [
      positionId(rawId, i),
      rawId,
      linkedinUrl,
      i,
      ...SCHOOL.map((column) => school[column]),
    ]),
  )
  if (rows.length === 0) return
  tx.copy('extracted.person_education', ['id', 'raw_payload_id', 'linkedin_url', 'education_order', ...SCHOOL], rows)
}

const EMPLOYER = ['id', 'linkedin_url', 'past_company_name', 'past_company_domain'] as const

function employerRows(inputs: readonly CareerInput[]) {
  return inputs.flatMap(({ rawId, linkedinUrl, experience }) =>
    pastEmployers(experience ?? []).map(
      ({ name, domain }, i) => [positionId(rawId, i), linkedinUrl, name, domain] as const,
    ),
  )
}

/** Of people who have none: nothing to meet, so COPY (five indexes stand on this table). */
function copyPastEmployers(tx: Tx, inputs: readonly CareerInput[]): void {
  const rows = employerRows(inputs)
  if (rows.length === 0) return
  tx.copy(
    'core.person_past_employer',
    [...EMPLOYER, 'source'],
    rows.map((row) => [...row, 'person_profile']),
  )
}

/** Rows that other sources inferred stay; where one already names the same company it stands for both. */
function insertPastEmployers(tx: Tx, inputs: readonly CareerInput[]): void {
  const rows = employerRows(inputs)
  if (rows.length === 0) return
  tx.send(
    `insert into core.person_past_employer (${EMPLOYER.join(', ')}, source)
     select ${EMPLOYER.map((column) => `r.${column}`).join(', ')}, 'person_profile'
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) r(${EMPLOYER.join(', ')})
     on conflict do nothing`,
    EMPLOYER.map((_, i) => rows.map((row) => row[i])),
  )
}
