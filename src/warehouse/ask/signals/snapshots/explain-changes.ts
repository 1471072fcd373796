import type { Tx } from '../../../../db/database.ts'
import { matchLookups } from '../../../reference/match-lookups.ts'
import { inferTitle } from '../../../reference/titles/infer-title.ts'
import { isSenior } from '../feed/insert-signals.ts'
import type { PeopleChange } from '../schema.ts'
import type { Difference } from './compare-lists.ts'
import type { ListCompany } from './find-company.ts'

/** What core has about a person of a list. */
interface CorePerson {
  linkedin_url: string
  id: string
  created_at: Date
  full_name: string | null
  company_domain: string | null
  company_name: string | null
  company_linkedin_url: string | null
  title: string | null
  job_start_date: string | null
  past: {
    id: string
    title: string | null
    company_domain: string | null
    company_name: string | null
    end_date: string | null
  } | null
}

/** Between which lists something happened, and what speaks against believing it. */
export interface ListContext {
  company: ListCompany
  /** Day of the list before, as YYYY-MM-DD, and when it arrived. */
  previousDate: string
  previousAt: Date
  previousCount: number
  /** The list was made of the people in core, who become known one by one. */
  fromCore: boolean
}

/** A list that shrinks or grows like that was made in another way: from that many people on. */
const TELLING_SIZE = 10

/**
 * Adds to each difference what core knows: level of the title, where a hire came from, where somebody who left went to; and
 * how sure it is. A move that core confirms has 95; whoever core does not know 75; a job that began long before the list in
 * which the person was missing 40, because it was that list that lacked somebody.
 */
export async function explainChanges(
  tx: Tx,
  differences: readonly Difference[],
  context: ListContext,
): Promise<PeopleChange[]> {
  const known = await readCore(tx, differences, context)
  const levelOf = await readLevels(tx, differences)
  const count = (wanted: Difference['change']) => differences.filter(({ change }) => change === wanted).length
  const { previousCount } = context
  const shrunk = previousCount >= TELLING_SIZE && count('departure') * 2 > previousCount
  const grown = previousCount >= TELLING_SIZE && count('hire') > previousCount
  return differences.map(({ change, person, previousTitle }) => {
    const core = known.get(person.linkedin_url)
    const judged = judge(change, core, context)
    const doubt = change === 'departure' ? shrunk : change === 'hire' && grown
    const title = change === 'departure' ? null : (person.title ?? (judged.here ? (core?.title ?? null) : null))
    const seniority = levelOf(title)
    const previousSeniority = levelOf(previousTitle)
    return {
      change,
      linkedin_url: person.linkedin_url,
      person_id: core?.id ?? null,
      full_name: person.full_name ?? core?.full_name ?? null,
      title,
      previous_title: previousTitle ?? judged.other?.title ?? null,
      seniority: change === 'departure' ? previousSeniority : seniority,
      previous_seniority: change === 'departure' ? null : previousSeniority,
      is_senior: isSenior(change === 'departure' ? previousSeniority : seniority),
      other_company_domain: judged.other?.domain ?? null,
      other_company_name: judged.other?.name ?? null,
      confidence: judged.confidence - (doubt ? 30 : 0),
      reduced_confidence_reasons: [
        ...judged.reasons,
        ...(doubt ? [change === 'departure' ? 'list_is_much_shorter' : 'list_is_much_longer'] : []),
      ],
      evidence: judged.evidence,
    }
  })
}

interface Judgement {
  confidence: number
  reasons: string[]
  /** Core has the person at this company now. */
  here: boolean
  other: { domain: string | null; name: string | null; title: string | null } | null
  evidence: Record<string, unknown>
}

function judge(change: Difference['change'], core: CorePerson | undefined, context: ListContext): Judgement {
  if (core === undefined) {
    const reasons = change === 'title_change' ? [] : ['not_known_in_core']
    return { confidence: change === 'title_change' ? 90 : 75, reasons, here: false, other: null, evidence: {} }
  }
  const here = worksThere(core, context.company)
  const current = { domain: core.company_domain, name: core.company_name, title: core.title }
  const elsewhere = !here && (core.company_domain !== null || core.company_name !== null)
  const rows = [{ table: 'core.people', id: core.id }]
  const now = {
    title: core.title,
    company_domain: core.company_domain,
    company_name: core.company_name,
    start_date: core.job_start_date,
  }
  const evidence = { current: now, ...(core.past !== null && { former: core.past }), rows }
  if (change === 'title_change') return { confidence: 90, reasons: [], here, other: null, evidence }
  if (change === 'departure') {
    if (elsewhere) return { confidence: 95, reasons: [], here, other: { ...current, title: null }, evidence }
    return { confidence: 70, reasons: ['core_names_no_other_employer'], here, other: null, evidence }
  }
  // Core has not seen the move yet: what it calls the current employer is where the person came from.
  if (elsewhere) return { confidence: 95, reasons: [], here, other: current, evidence }
  const { past } = core
  const other = past === null ? null : { domain: past.company_domain, name: past.company_name, title: past.title }
  const late = missedBefore(core, context)
  return { confidence: late === null ? 95 : 40, reasons: late === null ? [] : [late], here, other, evidence }
}

/** A month of slack, because days of starts are often unknown and stored as the first of the month. */
const SLACK_MS = 31 * 86_400_000

function missedBefore(core: CorePerson, { previousDate, previousAt, fromCore }: ListContext): string | null {
  if (core.job_start_date !== null) {
    const early = Date.parse(core.job_start_date) < Date.parse(previousDate) - SLACK_MS
    return early ? 'started_before_previous_list' : null
  }
  return fromCore && core.created_at > previousAt ? 'newly_known_in_core' : null
}

function worksThere(core: CorePerson, company: ListCompany): boolean {
  if (core.company_domain !== null)
    return company.domain === core.company_domain || company.domains.includes(core.company_domain)
  return core.company_linkedin_url !== null && core.company_linkedin_url === company.linkedinUrl
}

async function readCore(
  tx: Tx,
  differences: readonly Difference[],
  { company }: ListContext,
): Promise<Map<string, CorePerson>> {
  const urls = differences.map(({ person }) => person.linkedin_url)
  if (urls.length === 0) return new Map()
  const rows = await tx.query<CorePerson>(
    `select u.url as linkedin_url, p.id, p.created_at, p.full_name, p.company_domain, p.company_name,
       p.company_linkedin_url, p.title, p.job_start_date, past.job as past
     from unnest($1::text[]) u(url)
     join lateral (
       select x.id from core.people x where x.linkedin_url = u.url
       union
       select i.id from core.identifiers k join core.identifiers r on r.key = k.owner
       join core.identities i on i.root = r.owner where k.key = 'slug:' || substring(u.url from '/in/([^/?#]+)')
       limit 1
     ) found on true
     join core.people p on p.id = found.id
     left join lateral (
       select jsonb_build_object('id', h.id, 'title', h.title, 'company_domain', h.company_domain,
         'company_name', h.company_name, 'end_date', h.end_date) as job
       from core.person_work_history h
       where h.linkedin_url = p.linkedin_url and h.is_current is not true and not coalesce(h.company_domain = any($2), false)
       order by h.end_date desc nulls last, h.start_date desc nulls last limit 1
     ) past on true`,
    [urls, company.domains],
  )
  return new Map(rows.map((row) => [row.linkedin_url, row]))
}

/** Levels as taught, else as the words of the title say. */
async function readLevels(
  tx: Tx,
  differences: readonly Difference[],
): Promise<(title: string | null) => string | null> {
  const titles = differences
    .flatMap(({ person, previousTitle }) => [person.title, previousTitle])
    .filter((title) => title !== null)
  const taught = await matchLookups(tx, titles, [])
  return (title) => {
    if (title === null) return null
    return taught.titles.get(title)?.seniority_level ?? inferTitle(title)?.seniority_level ?? null
  }
}
