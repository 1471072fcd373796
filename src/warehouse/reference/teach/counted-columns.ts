import type { RawColumn } from './find-spellings.ts'
import { jobTitles, peopleTitles, rowPlaces } from './places.ts'
import { located } from './plan-locations.ts'
import type { Kind } from './schema.ts'

export interface CountedColumn extends RawColumn {
  /** Which rows wait for an answer; all unless given. */
  where?: string
}

/** Where the raw values of each kind are found. What core.companies shows is the raw text where nothing maps it. */
export const countedColumns: Record<Kind, CountedColumn[]> = {
  title: [peopleTitles, jobTitles, ...(rowPlaces.title ?? [])],
  location: [...located, ...(rowPlaces.location ?? [])],
  industry: [{ table: 'core.companies', column: 'industry' }],
  employee_range: [{ table: 'core.companies', column: 'size_range' }],
  country: [{ table: 'core.companies', column: 'country' }],
  company_name: [
    { table: 'core.company_customers', column: 'customer_name', where: 'customer_domain is null' },
    { table: 'core.case_study_champions', column: 'company_name', where: 'company_domain is null' },
    { table: 'core.company_vc_investors', column: 'vc_name', where: 'vc_domain is null' },
  ],
}
