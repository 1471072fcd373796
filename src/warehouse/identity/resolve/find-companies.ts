import type { Tx } from '../../../db/database.ts'
import { companyNameKey } from '../../reference/names/company-name-key.ts'
import type { CompanyData } from './core-rows.ts'
import { findByKeys } from './find-by-keys.ts'
import { readCompanies } from './read-core.ts'

/** What of a company's row is compared. */
export type CompanyFacts = Pick<
  CompanyData,
  'name' | 'cleaned_name' | 'domain' | 'linkedin_url' | 'linkedin_org_id' | 'city' | 'state' | 'country' | 'locality'
>

/** A key of a name to look for, on behalf of the request at `at`; rows of this country come first where there are many. */
export interface AskedCompany {
  at: number
  key: string
  country: string | null
}

export interface FoundCompanies {
  companies: Map<string, CompanyFacts>
  /** Companies that once had this name, and have another one now. */
  former: Set<string>
  /** More companies share the name than were looked at, or more were found than returned. */
  truncated: boolean
}

/** Rows read under one key, and returned. */
const scanned = 300
const returned = 50

const COLUMNS = 'id, name, cleaned_name, domain, linkedin_url, linkedin_org_id, city, state, country, locality'

/**
 * Companies by the key of a name they have, as it is or cleaned, had once, or are given by a source that knows no domain
 * of theirs (then they have no core row). At most 300 are read under one key, and at most 50 of those returned.
 */
export async function findCompaniesByName(
  tx: Tx,
  asked: readonly AskedCompany[],
): Promise<Map<number, FoundCompanies>> {
  const found = new Map<number, FoundCompanies>()
  if (asked.length === 0) return found
  const rows = await tx.query<CompanyFacts & { id: string; at: number; read: string }>(
    `select a.at, f.* from unnest($1::int[], $2::text[], $3::text[]) a(at, key, country)
     cross join lateral (
       select s.*, count(*) over () as read from (
         (select ${COLUMNS} from core.companies
          where reference.company_name_key(name) collate "C" = a.key limit ${scanned})
         union
         (select ${COLUMNS} from core.companies
          where reference.company_name_key(cleaned_name) collate "C" = a.key and cleaned_name is not null limit ${scanned})
       ) s order by (s.country = a.country) desc nulls last, s.id limit ${returned}
     ) f`,
    [asked.map(({ at }) => at), asked.map(({ key }) => key), asked.map(({ country }) => country)],
  )
  for (const { at } of asked) found.set(at, { companies: new Map(), former: new Set(), truncated: false })
  for (const { id, at, read, ...facts } of rows) {
    const answer = found.get(at)
    answer?.companies.set(id, facts)
    if (answer !== undefined && (Number(read) > returned || Number(read) >= scanned)) answer.truncated = true
  }
  await addOtherNames(tx, asked, found)
  return found
}

/** Former names, and names of companies that have no core row: both stand beside a key, not beside an id. */
async function addOtherNames(
  tx: Tx,
  asked: readonly AskedCompany[],
  found: Map<number, FoundCompanies>,
): Promise<void> {
  const rows = await tx.query<{ at: number; subject: string }>(
    `select a.at, f.subject from unnest($1::int[], $2::text[]) a(at, key)
     cross join lateral (
       (select subject from core.field_changes
        where kind = 'company' and field in ('name', 'cleaned_name')
          and reference.company_name_key(value #>> '{}') collate "C" = a.key limit ${returned})
       union
       (select subject from core.company_observations
        where subject not like 'domain:%' and reference.company_name_key(fields ->> 'name') collate "C" = a.key limit ${returned})
     ) f`,
    [asked.map(({ at }) => at), asked.map(({ key }) => key)],
  )
  if (rows.length === 0) return
  const ids = await findByKeys(tx, 'company', [...new Set(rows.map(({ subject }) => subject))])
  const unknown = rows.flatMap(({ at, subject }) => {
    const id = ids.get(subject)
    return id === undefined || found.get(at)?.companies.has(id) ? [] : id
  })
  const companies = await readCompanies(tx, [...new Set(unknown)])
  for (const { at, subject } of rows) {
    const id = ids.get(subject)
    const company = id === undefined ? undefined : companies.get(id)
    const answer = found.get(at)
    if (id === undefined || company === undefined || answer === undefined || answer.companies.has(id)) continue
    answer.companies.set(id, company)
    const names = [company.name, company.cleaned_name].map((name) => (name === null ? null : companyNameKey(name)))
    if (!names.includes(asked.find((one) => one.at === at)?.key ?? '')) answer.former.add(id)
  }
}
