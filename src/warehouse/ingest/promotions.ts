import type { Tx } from '../../db/database.ts'
import type { Experience } from '../workflows/define.ts'
import type { CareerInput } from './settle-career.ts'

/** Two jobs of one person of which the second may be a promotion from the first. */
interface Step {
  /** Which job it would be a promotion to: its best predecessor counts. */
  job: string
  url: string
  domain: string | null
  companyKey: string
  company: string | null
  previous: string
  title: string
  start: string
}

/**
 * Writes the promotions of people whose jobs were just written. It is what `core.detect_promotions` would find in their
 * rows; finding the candidates here and asking PostgreSQL only to compare titles and to make the ids costs less than half
 * (20 against 49 µs per person). People with texts that the two might order or fold differently are left to the function.
 */
export function writePromotions(tx: Tx, inputs: readonly CareerInput[]): void {
  const steps: Step[] = []
  const left: string[] = []
  for (const { rawId, linkedinUrl, experience } of inputs) {
    const found = stepsOf(rawId, linkedinUrl, experience ?? [])
    if (found.every(isPlain)) steps.push(...found)
    else left.push(linkedinUrl)
  }
  if (steps.length > 0) insertSteps(tx, steps)
  if (left.length > 0) {
    tx.send(
      `insert into core.person_promotions (id, ${COLUMNS})
       select id, ${COLUMNS} from core.detect_promotions($1::text[]) on conflict (id) do nothing`,
      [left],
    )
  }
}

const COLUMNS = 'linkedin_url, company_domain, company_name, previous_title, new_title, promotion_date'

function insertSteps(tx: Tx, steps: readonly Step[]): void {
  tx.send(
    `insert into core.person_promotions (id, ${COLUMNS})
     select distinct on (i.id) i.id, i.url, i.domain, i.company, i.previous, i.title, i.start from (
       select distinct on (s.job)
         md5(concat_ws(chr(31), s.url, to_char(s.start, 'YYYY-MM-DD'), s.company_key, s.previous, s.title))::uuid as id, s.*
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[])
         with ordinality s(job, url, domain, company_key, company, previous, title, start, position)
       where reference.normalize_key(s.title) <> reference.normalize_key(s.previous)
       order by s.job, s.position
     ) i
     order by i.id, i.company collate "C"
     on conflict (id) do nothing`,
    [
      steps.map(({ job }) => job),
      steps.map(({ url }) => url),
      steps.map(({ domain }) => domain),
      steps.map(({ companyKey }) => companyKey),
      steps.map(({ company }) => company),
      steps.map(({ previous }) => previous),
      steps.map(({ title }) => title),
      steps.map(({ start }) => start),
    ],
  )
}

const DAY = 24 * 60 * 60 * 1000

/** Every pair that the rule of promotions takes but for the comparison of titles, the best predecessor of a job first. */
function stepsOf(rawId: string, url: string, experience: readonly Experience[]): Step[] {
  return experience.flatMap((job, i) => {
    const { title, start_date: start } = job
    if (title === null || start === null) return []
    const slug = companySlug(job)
    return experience
      .filter((old) => old !== job && old.title !== null && precedes(old, start) && isSameCompany(old, job, slug))
      .sort(byEndThenStart)
      .map((old) => {
        const domain = job.company_domain ?? old.company_domain
        return {
          job: `${rawId}${i}`,
          url,
          domain,
          companyKey: domain ?? job.company_org_id ?? old.company_org_id ?? slug ?? '',
          company: job.company ?? old.company,
          previous: old.title ?? '',
          title,
          start,
        }
      })
  })
}

function precedes(old: Experience, start: string): boolean {
  if (old.end_date === null || (old.start_date !== null && old.start_date >= start)) return false
  const days = (Date.parse(start) - Date.parse(old.end_date)) / DAY
  return days >= -31 && days <= 90
}

function isSameCompany(old: Experience, job: Experience, slug: string | null): boolean {
  return (
    (job.company_domain !== null && job.company_domain === old.company_domain) ||
    (job.company_org_id !== null && job.company_org_id === old.company_org_id) ||
    (slug !== null && slug === companySlug(old))
  )
}

function companySlug({ company_linkedin_url: url }: Experience): string | null {
  return url === null ? null : (/\/company\/([^/?#]+)/.exec(url)?.[1]?.toLowerCase() ?? null)
}

function byEndThenStart(a: Experience, b: Experience): number {
  return descending(a.end_date, b.end_date) || descending(a.start_date, b.start_date) || -descending(a.title, b.title)
}

/** Null counts as smallest, so it comes last. */
function descending(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a > b ? -1 : 1
}

/** Texts of ASCII have one order and one lower case everywhere. */
function isPlain({ companyKey, previous, title }: Step): boolean {
  return !UNUSUAL.test(companyKey) && !UNUSUAL.test(previous) && !UNUSUAL.test(title)
}

const UNUSUAL = /[^\x20-\x7e]/
