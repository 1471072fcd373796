import type { Tx } from '../../../db/database.ts'
import type { IcpKind } from './criteria.ts'
import type { CompanyFacts, IcpRow, PersonFacts } from './evaluate.ts'

export interface SubjectCompany extends CompanyFacts {
  id: string
  domain: string
  name: string | null
}

export interface SubjectPerson extends PersonFacts {
  id: string
  linkedin_url: string
  full_name: string | null
  /** No lookup maps the title: the level is what its words say. */
  seniority_is_inferred: boolean
  job_start_date: string | null
  company_domain: string | null
  company_name: string | null
}

/** One company, or one person with the employer, as an ICP looks at them. */
export interface Subject extends IcpRow {
  id: string
  company: SubjectCompany | null
  person: SubjectPerson | null
}

const COMPANY = `json_build_object('id', c.id, 'domain', c.domain, 'name', coalesce(c.cleaned_name, c.name),
    'industry', c.industry, 'employee_count', c.employee_count, 'size_range', c.size_range, 'country', c.country,
    'founded_year', c.founded_year)`

const STATEMENTS: Record<IcpKind, string> = {
  companies: `select c.id, ${COMPANY} as company, null::json as person
    from unnest($1::uuid[]) with ordinality asked(id, n) join core.companies c on c.id = asked.id
    order by asked.n`,
  // The employer is the one that searches take: found by the row of the search, which follows merged domains.
  people: `select p.id, case when c.id is not null then ${COMPANY} end as company,
      json_build_object('id', p.id, 'linkedin_url', p.linkedin_url, 'full_name', p.full_name, 'title', p.title,
        'cleaned_title', coalesce(j.matched_cleaned_job_title, s.inferred_title),
        'seniority', coalesce(j.matched_seniority, p.seniority, s.inferred_seniority),
        'seniority_is_inferred', coalesce(j.matched_seniority, p.seniority) is null and s.inferred_seniority is not null,
        'job_start_date', p.job_start_date, 'company_domain', p.company_domain, 'company_name', p.company_name) as person
    from unnest($1::uuid[]) with ordinality asked(id, n) join core.people p on p.id = asked.id
    left join core.person_job_titles j on j.linkedin_url = p.linkedin_url
    left join core.person_search s on s.person_id = p.id
    left join core.companies c on c.id = s.company_id
    order by asked.n`,
}

/** These companies or people, in this order; those that are no more are left out. */
export function readSubjects(tx: Tx, kind: IcpKind, ids: readonly string[]): Promise<Subject[]> {
  return ids.length === 0 ? Promise.resolve([]) : tx.query<Subject>(STATEMENTS[kind], [ids])
}
