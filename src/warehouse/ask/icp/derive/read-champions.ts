import type { Tx } from '../../../../db/database.ts'
import { inferTitle } from '../../../reference/titles/infer-title.ts'
import { SENIORITIES } from '../../../reference/titles/title-vocabulary.ts'
import { term, valueKey, wordsOf } from '../../terms.ts'
import type { Base } from './weigh-values.ts'

/** What a champion's title says. */
export interface ChampionTitle {
  seniority: string | null
  /** Its words without levels and those that every title has. */
  words: string[]
}

const MOST_CHAMPIONS = 10_000
/** People of whom a sample consists, that the words of titles are weighed against. */
const SAMPLED = 20_000

/** The titles under which people spoke for a company that has these domains; each person counts once. */
export async function readChampions(tx: Tx, domains: readonly string[]): Promise<ChampionTitle[]> {
  const rows = await tx.query<{ job_title: string }>(
    `select distinct on (lower(full_name), coalesce(company_domain, '')) job_title
     from core.case_study_champions
     where origin_company_domain = any($1::text[]) and job_title is not null
     order by lower(full_name), coalesce(company_domain, ''), observed_at desc, id limit ${MOST_CHAMPIONS}`,
    [domains],
  )
  return rows.map(({ job_title }) => ({
    seniority: inferTitle(job_title)?.seniority_level ?? null,
    words: [...new Set(wordsOf(job_title))].filter((word) => !isCommon(word)),
  }))
}

/**
 * How frequent these levels and words are among people: all of them up to 20,000, above a sample of so many, always the
 * same one.
 */
export async function readTitleBase(
  tx: Tx,
  words: readonly string[],
): Promise<{ seniority: Base; words: Base; of: number }> {
  const levels = SENIORITIES.map((level) => ({ name: level as string, term: term('seniority', valueKey(level)) }))
  const asked = words.map((word) => ({ name: word, term: term('title', word) }))
  const known = { seniority: term('has', 'seniority'), title: term('has', 'title') }
  const [size] = await tx.query<{ rows: number }>(
    `select greatest(reltuples, 0)::float8 as rows from pg_class where oid = 'core.person_search'::regclass`,
  )
  const percent = (size?.rows ?? 0) > SAMPLED ? (SAMPLED / (size?.rows ?? 1)) * 100 : 100
  const rows = await tx.query<{ term: string; count: string }>(
    `select t.term, count(*) as count
     from core.person_search s tablesample system (${percent}) repeatable (1), unnest(s.terms) t(term)
     where t.term = any($1::bigint[]) group by t.term`,
    [[...levels, ...asked].map(({ term }) => term).concat(known.seniority, known.title)],
  )
  const counts = new Map(rows.map((row) => [Number(row.term), Number(row.count)]))
  const baseOf = (of: number, named: readonly { name: string; term: number }[]): Base => ({
    of: counts.get(of) ?? 0,
    counts: new Map(named.map(({ name, term }) => [name, counts.get(term) ?? 0])),
  })
  return {
    seniority: baseOf(known.seniority, levels),
    words: baseOf(known.title, asked),
    of: counts.get(known.title) ?? 0,
  }
}

const COMMON = new Set(['of', 'and', 'the', 'for', 'in', 'at', 'to', 'with', 'a', 'de', 'du', 'la', 'und', 'y', 'e'])
/** Words that say how high somebody stands: those are the levels' to tell. */
const RANKS = new Set(['vice', 'president', 'chief', 'officer', 'senior', 'junior', 'sr', 'jr', 'global', 'group'])

function isCommon(word: string): boolean {
  if (COMMON.has(word) || RANKS.has(word) || /^\d+$/.test(word)) return true
  const level = inferTitle(word)?.seniority_level ?? null
  return level !== null && level !== 'Individual Contributor'
}
