import {
  achievements,
  companyEndings,
  companyRoots,
  degrees,
  firstNames,
  ladders,
  languages,
  lastNames,
  openings,
  places,
  schools,
  subjects,
} from './invented-words.ts'

/** A company that invented people may have worked at. */
export interface PoolCompany {
  name: string
  domain: string
  linkedin_url?: string | null
  org_id?: number | null
}

export interface GenerateOptions {
  /** Where people work; the first ones more often than the last. Absent: 2,000 invented companies. */
  companies?: readonly PoolCompany[]
  /** The day on which the careers stand, YYYY-MM-DD. */
  today?: string
}

/** A request body of the route for person profiles. */
export interface GeneratedPerson {
  linkedin_url: string
  workflow_slug: 'clay-person-profile'
  raw_payload: Record<string, unknown>
}

interface Job {
  title: string
  company: PoolCompany
  /** Months since year 0. */
  start: number
  end: number | null
}

type Random = () => number

const DEFAULT_TODAY = '2026-01-31'
let defaultPool: readonly PoolCompany[] | undefined

/**
 * A made-up LinkedIn profile as Clay would send it, marked `synthetic`. The same seed and options give the same person;
 * different seeds give different slugs and profile ids. On average 5.5 jobs, 2 schools and 4.6 kB of JSON; now and then a
 * date that is known to the month or year only, a job without domain, two jobs at one company (a promotion).
 */
export function generatePerson(seed: number, options: GenerateOptions = {}): GeneratedPerson {
  defaultPool ??= inventCompanies(2000)
  const { companies = defaultPool, today = DEFAULT_TODAY } = options
  const random = randomOf(seed)
  const first = pick(random, firstNames)
  const last = pick(random, lastNames)
  const slug = `${first}-${last}-${hex(scramble(seed ^ 0x2c1b3c6d))}`.toLowerCase()
  const place = pick(random, places)
  const career = inventCareer(random, companies, today)
  const [latest] = career
  const experience = career.map((job, i) => experienceOf(random, job, i, place.name))
  const refreshed = new Date(Date.parse(today) - Math.floor(random() * 60 * 86_400_000)).toISOString()
  return {
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: {
      synthetic: true,
      slug,
      // one to one with the seed, so that no two people share it
      profile_id: 1_000_000_000 + scramble(seed),
      first_name: first,
      last_name: last,
      name: `${first} ${last}`,
      headline: latest === undefined ? null : `${latest.title} at ${latest.company.name}`,
      summary: `${pick(random, openings)} ${sentences(random, 3)}`,
      country: place.country,
      location_name: place.name,
      connections: Math.floor(random() ** 2 * 3000) + 12,
      num_followers: Math.floor(random() ** 3 * 9000) + 15,
      picture_url_orig: `https://media.example/people/${slug}.jpg`,
      jobs_count: career.length,
      latest_experience: experience[0] ?? null,
      experience,
      education: inventEducation(random, career.at(-1)?.start ?? months(today)),
      languages: some(random, languages, 1 + Math.floor(random() * 3)).map((language) => ({
        language,
        proficiency: 'PROFESSIONAL_WORKING',
      })),
      certifications:
        random() < 0.3 ? [{ name: `${pick(random, subjects)} Certificate`, authority: pick(random, schools) }] : [],
      courses: [],
      patents: [],
      projects: [],
      publications: [],
      volunteering: random() < 0.15 ? [{ role: 'Mentor', organization: pick(random, schools) }] : [],
      awards: [],
      url: `https://www.linkedin.com/in/${slug}`,
      last_refresh: refreshed,
    },
  }
}

/** Companies that do not exist, under the top-level domain that no company can have. */
export function inventCompanies(count: number): PoolCompany[] {
  return Array.from({ length: count }, (_, i) => {
    const root = companyRoots[(i * 617) % companyRoots.length] ?? ''
    const round = Math.floor(i / companyRoots.length)
    const label = round === 0 ? root.toLowerCase() : `${root.toLowerCase()}${round + 1}`
    return {
      name: `${root}${companyEndings[(i * 7 + round) % companyEndings.length]}`,
      domain: `${label}.example`,
      linkedin_url: `https://www.linkedin.com/company/${label}`,
      org_id: 90_000_000 + i,
    }
  })
}

/** Newest job first; each begins after the one before it ended, and about a third are promotions at the same company. */
function inventCareer(random: Random, companies: readonly PoolCompany[], today: string): Job[] {
  const count = Math.max(1, Math.round(5.5 + (random() + random() + random() - 1.5) * 4.6))
  const ladder = pick(random, ladders)
  let rung = Math.min(ladder.length - 1, Math.floor(random() * 3) + Math.floor(count / 2))
  let company = popular(random, companies)
  let end: number | null = random() < 0.06 ? months(today) - 1 - Math.floor(random() * 8) : null
  const jobs: Job[] = []
  for (let i = 0; i < count; i++) {
    // Some began just now, which is what people who sell look for.
    const length = (end === null ? 1 : 4) + Math.floor(random() ** 1.5 * 56)
    const start = (end ?? months(today)) - length
    jobs.push({ title: ladder[rung] ?? '', company, start, end })
    const promoted = rung > 0 && random() < 0.33
    if (!promoted) company = popular(random, companies)
    if (rung > 0 && random() < 0.8) rung--
    end = start - (promoted ? 0 : Math.floor(random() * 4))
  }
  return jobs
}

function experienceOf(random: Random, { title, company, start, end }: Job, position: number, home: string) {
  const precision = random()
  return {
    title,
    company: company.name,
    company_domain: random() < 0.05 ? null : company.domain,
    url: company.linkedin_url ?? null,
    org_id: company.org_id ?? null,
    locality: random() < 0.6 ? home : pick(random, places).name,
    summary: random() < 0.92 ? sentences(random, 1 + Math.floor(random() * 4)) : null,
    start_date: dateOf(start, position > 0 && precision < 0.15 ? (precision < 0.04 ? 'year' : 'month') : 'day'),
    end_date: end === null ? null : dateOf(end, precision > 0.9 ? 'month' : 'day'),
    is_current: end === null,
  }
}

function inventEducation(random: Random, careerStart: number) {
  const count = 1 + Math.floor(random() * 3)
  return Array.from({ length: count }, (_, i) => {
    const end = careerStart - 2 - i * 40
    return {
      school_name: pick(random, schools),
      degree: pick(random, degrees),
      field_of_study: pick(random, subjects),
      start_date: dateOf(end - 36, 'year'),
      end_date: dateOf(end, random() < 0.5 ? 'year' : 'day'),
      grade: random() < 0.2 ? 'with distinction' : null,
      activities: random() < 0.3 ? 'Rowing, debating, student paper' : null,
    }
  })
}

function sentences(random: Random, count: number): string {
  return some(random, achievements, count).join(' ')
}

/** The first companies of a pool are met far more often than the last, as large employers are. */
function popular(random: Random, companies: readonly PoolCompany[]): PoolCompany {
  const company = companies[Math.floor(random() ** 2 * companies.length)]
  if (company === undefined) throw new Error('People need at least one company to work at')
  return company
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T
}

/** Has no factor in common with the length of any list that `some` is given, so entries do not repeat. */
const STEP = 7

/** Different entries of a list. */
function some<T>(random: Random, list: readonly T[], count: number): T[] {
  const from = Math.floor(random() * list.length)
  return Array.from({ length: Math.min(count, list.length) }, (_, i) => list[(from + i * STEP) % list.length] as T)
}

function months(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}

function dateOf(month: number, precision: 'day' | 'month' | 'year'): string {
  const year = String(Math.floor(month / 12))
  if (precision === 'year') return year
  const date = `${year}-${String((month % 12) + 1).padStart(2, '0')}`
  return precision === 'month' ? date : `${date}-01`
}

function hex(number: number): string {
  return number.toString(16).padStart(8, '0')
}

/** A bijection of 31 bits: neighbouring seeds end far apart, and no two meet. */
function scramble(seed: number): number {
  let x = seed & 0x7fffffff
  x = (x ^ (x >>> 15)) & 0x7fffffff
  x = Math.imul(x, 0x2c1b3c6d) & 0x7fffffff
  x = (x ^ (x >>> 12)) & 0x7fffffff
  x = Math.imul(x, 0x297a2d39) & 0x7fffffff
  return (x ^ (x >>> 15)) & 0x7fffffff
}

/** mulberry32: small, fast, and the same everywhere. Numbers of [0, 1). */
function randomOf(seed: number): Random {
  let state = scramble(seed) | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
