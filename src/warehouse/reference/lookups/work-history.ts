import { Type } from 'typebox'
import type { Reader } from '../../../db/database.ts'
import { askedEntities, askedFor } from './entity-keys.ts'
import { TextOrNull } from './schema.ts'

const Job = Type.Object({
  company_name: TextOrNull,
  company_domain: TextOrNull,
  company_linkedin_url: TextOrNull,
  title: TextOrNull,
  matched_job_function: TextOrNull,
  matched_seniority: TextOrNull,
  start_date: TextOrNull,
  end_date: TextOrNull,
  is_current: Type.Union([Type.Boolean(), Type.Null()]),
})

export const WorkHistoryAnswer = {
  has_work_history: Type.Boolean(),
  entry_count: Type.Integer(),
  work_history: Type.Array(Job, { description: 'Current jobs first, then the latest' }),
}

interface WorkHistory {
  has_work_history: boolean
  entry_count: number
  work_history: unknown[]
}

/** The jobs of each person, in order, under any of the person's profile URLs. */
export function findWorkHistories(db: Reader, people: readonly (readonly string[])[]): Promise<WorkHistory[]> {
  return db.query<WorkHistory>(
    `select known.count > 0 as has_work_history, known.count as entry_count, known.jobs as work_history
     from ${askedEntities}
     cross join lateral (
       select count(*)::int4 as count,
         coalesce(
           json_agg(
             json_build_object(
               'company_name', company_name, 'company_domain', company_domain,
               'company_linkedin_url', company_linkedin_url, 'title', title,
               'matched_job_function', matched_job_function, 'matched_seniority', matched_seniority,
               'start_date', start_date, 'end_date', end_date, 'is_current', is_current
             )
             order by is_current desc nulls last, start_date desc nulls last, experience_order, id
           ),
           '[]'
         ) as jobs
       from core.person_work_history where linkedin_url = any (asked.keys)
     ) known
     order by asked.n`,
    [askedFor(people)],
  )
}
