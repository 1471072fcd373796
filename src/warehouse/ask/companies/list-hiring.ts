import type { Tx } from '../../../db/database.ts'
import { filterInvalid } from '../filter/reading.ts'
import { makeMeta, type PageQuery } from '../leads/list-page.ts'
import type { ListMeta } from '../search/schema.ts'
import { wordsOf } from '../terms.ts'
import { readPlace, writePlace } from './place.ts'
import { readCompaniesAt } from './read-companies-at.ts'
import type { HiringCompany, Posting } from './schema.ts'

const LIST = 'hiring'
/** Postings that are told of each company. */
const SHOWN = 5

interface Row {
  domain: string
  posting_count: number
  latest_posted_at: Date | null
  job_postings: Posting[]
}

/**
 * Companies that offer a job whose title has all these words, by domain, each with its latest postings. Throws 400
 * `filter_invalid` for a title without a word, and `invalid_cursor`.
 */
export async function listHiring(
  tx: Tx,
  title: string,
  page: PageQuery,
): Promise<{ data: HiringCompany[]; meta: ListMeta }> {
  if (wordsOf(title).length === 0) {
    throw filterInvalid([
      { pointer: '/title', code: 'filter', message: 'has no word; it takes such as "sales engineer"' },
    ])
  }
  const after = readPlace(LIST, page.cursor)
  // Otherwise, for rare words, the planner may walk through all postings by domain: it does not know what words cost.
  const rows = await tx.query<Row>(
    `with matching as materialized (
       select p.id, p.domain, p.posted_at from core.company_job_postings p
       where ${HAS_WORDS} and ($2::text is null or p.domain > $2)
     ), page as (
       select domain, count(*)::integer as posting_count, max(posted_at) as latest_posted_at,
         (array_agg(id order by posted_at desc nulls last, id))[1:${SHOWN}] as ids
       from matching group by domain order by domain limit $3 offset $4
     )
     select page.domain, posting_count, latest_posted_at, array(
       select json_build_object('title', p.title, 'location', p.location, 'url', p.url, 'posted_at', p.posted_at)
       from core.company_job_postings p where p.id = any(page.ids) order by p.posted_at desc nulls last, p.id
     ) as job_postings
     from page order by page.domain`,
    [title, after?.domain ?? null, page.limit + 1, after === null ? page.offset : 0],
  )
  const shown = rows.slice(0, page.limit)
  const companies = await readCompaniesAt(
    tx,
    shown.map(({ domain }) => domain),
  )
  const last = shown.at(-1)
  const cursor =
    rows.length > shown.length && last !== undefined ? writePlace(LIST, { rank: 0, domain: last.domain }) : null
  return {
    data: shown.map(({ domain: _, latest_posted_at, ...row }, i) => ({
      ...(companies[i] as HiringCompany),
      ...row,
      latest_posted_at: latest_posted_at?.toISOString() ?? null,
    })),
    meta: await makeMeta(page, cursor, () => countHiring(tx, title)),
  }
}

async function countHiring(tx: Tx, title: string) {
  const [row] = await tx.query<{ total: number }>(
    `select count(distinct p.domain)::integer as total from core.company_job_postings p where ${HAS_WORDS}`,
    [title],
  )
  return { total: row?.total ?? 0, total_is: 'exact' as const }
}

/** As idx_company_job_postings_words has it. */
const HAS_WORDS = `reference.word_vector(coalesce(p.title, '') || ' ' || coalesce(p.cleaned_job_title, ''))
  @@ reference.word_query(left($1::text, 400), false)`
