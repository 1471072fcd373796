import type pg from 'pg'
import { employer, someField, someTitle } from './ask-people.ts'
import { chance, uniform } from './ask-random.ts'

/**
 * The careers of the people that `storePeople` made: one to ten jobs, 5.5 on average. A fifth of the earlier jobs were at the
 * company of the next one: those were promotions.
 */
export async function storeJobs(client: pg.Client, companies: number): Promise<void> {
  const row = 'm.i * 16 + j'
  await client.query(
    `create temp table made_jobs as
     select i, url, j, company_n, level_n, field_n, stays,
       (lag(start_on) over person - case when stays then 0 else gap end)::date as end_on, start_on
     from (
       select m.i, m.url, j, ${chance(row, 0.2)} and j > 0 as stays,
         floor(90 * ${uniform(row)} ^ 3)::int as gap,
         case when j = 0 then m.company else ${employer(row, companies)} end as company_n,
         case when j = 0 then m.level_n else ${someTitle(row)} end as level_n,
         case when j = 0 or ${chance('m.i', 0.7)} then m.field_n else ${someField(row)} end as field_n,
         (m.started - (sum(case when j = 0 then 0 else 4 + floor(-34 * ln(1 - ${uniform(row)}))::int end)
           over (partition by m.i order by j)) * interval '1 month')::date as start_on
       from made_people m cross join lateral generate_series(0, m.i % 10) j
     ) made
     window person as (partition by i order by j)`,
  )
  await client.query('analyze made_jobs')
  await client.query(
    `create temp table made_careers as
     select j.*, coalesce(first_value(company_n) over (partition by i, stint order by j), company_n) as company
     from (select *, count(*) filter (where not stays) over (partition by i order by j) as stint from made_jobs) j`,
  )
  await client.query(
    `insert into core.person_work_history (id, linkedin_url, company_domain, company_name, company_linkedin_url, title,
       matched_job_function, matched_seniority, start_date, end_date, is_current, experience_order, start_precision, end_precision)
     select md5('job ' || j.i * 16 + j.j)::uuid, j.url, case when ${chance('j.i * 16 + j.j', 0.9)} then c.domain end, c.name,
       'https://www.linkedin.com/company/' || split_part(c.domain, '.', 1), t.title,
       case when ${chance('j.i * 16 + j.j', 0.85)} then t.work end, case when ${chance('j.i * 16 + j.j', 0.88)} then t.level end,
       j.start_on, j.end_on, j.end_on is null, j.j, 'month', case when j.end_on is not null then 'month' end
     from made_careers j join made_companies c on c.i = j.company join made_titles t using (level_n, field_n)`,
  )
  await client.query(
    `insert into core.person_past_employer (linkedin_url, past_company_name, past_company_domain, source)
     select distinct linkedin_url, company_name, company_domain, 'work-history' from core.person_work_history where not is_current`,
  )
  await client.query(
    `insert into core.person_promotions (linkedin_url, company_domain, company_name, previous_title, new_title, promotion_date)
     select later.url, c.domain, c.name, old.title, new.title, later.start_on
     from made_careers j join made_careers later on later.i = j.i and later.j = j.j - 1
     join made_companies c on c.i = j.company
     join made_titles old on (old.level_n, old.field_n) = (j.level_n, j.field_n)
     join made_titles new on (new.level_n, new.field_n) = (later.level_n, later.field_n)
     where j.stays and old.title <> new.title`,
  )
}
