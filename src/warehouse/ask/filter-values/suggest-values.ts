import type { Tx } from '../../../db/database.ts'
import type { JobTitleOption, TechnologyOption } from './schema.ts'

/** Companies or postings of one value that are counted: what popular ones have in a list of 200 would take seconds. */
const COUNTED = 1_000
/** Characters of a query that count. */
const LONGEST = 400

interface Suggested {
  name: string
  count: number
}

/**
 * Names of technologies of which words begin with all words typed so far, of both sources: those that begin with the text
 * first, then the shortest. Without any text, by name.
 */
export async function suggestTechnologies(tx: Tx, typed: string, limit: number): Promise<TechnologyOption[]> {
  const rows = await tx.query<Suggested>(
    `with named as (
       (select name from reference.technologies where ${matches('name')} order by ${inOrder('name')} limit $2)
       union
       (select title from reference.predictleads_technologies where ${matches('title')}
        order by ${inOrder('title')} limit $2)
     )
     select n.name, used.count from (select name from named order by ${inOrder('name')} limit $2) n
     cross join lateral (
       select count(*)::integer as count from (
         (select u.domain from reference.technologies t join core.company_technologies u on u.technology_id = t.id
          where t.name = n.name limit ${COUNTED + 1})
         union
         (select u.domain from reference.predictleads_technologies t
          join core.company_predictleads_technologies u on u.technology_id = t.id
          where t.title = n.name limit ${COUNTED + 1})
       ) companies
     ) used
     order by ${inOrder('n.name')}`,
    [typed.slice(0, LONGEST), limit],
  )
  return rows.map(({ name, count }) => ({ name, company_count: Math.min(count, COUNTED), count_is: certainty(count) }))
}

/** Titles of postings, found and ordered in the same way. */
export async function suggestJobTitles(tx: Tx, typed: string, limit: number): Promise<JobTitleOption[]> {
  const rows = await tx.query<Suggested>(
    `select n.name, posted.count
     from (
       select id, normalized_title as name from reference.job_titles where ${matches('normalized_title')}
       order by ${inOrder('normalized_title')} limit $2
     ) n
     cross join lateral (
       select count(*)::integer as count
       from (select from core.company_job_postings p where p.job_title_id = n.id limit ${COUNTED + 1}) postings
     ) posted
     order by ${inOrder('n.name')}`,
    [typed.slice(0, LONGEST), limit],
  )
  return rows.map(({ name, count }) => ({ name, posting_count: Math.min(count, COUNTED), count_is: certainty(count) }))
}

function certainty(count: number): 'exact' | 'at_least' {
  return count > COUNTED ? 'at_least' : 'exact'
}

/** A text without any word restricts nothing, as no text does. */
function matches(column: string): string {
  return `(reference.word_query($1, true) is null or reference.word_vector(${column}) @@ reference.word_query($1, true))`
}

function inOrder(column: string): string {
  return `not starts_with(lower(${column}), lower($1)),
    case when reference.word_query($1, true) is null then 0 else length(${column}) end, ${column}`
}
