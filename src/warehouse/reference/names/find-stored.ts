import type { Tx } from '../../../db/database.ts'
import { findByKeys } from '../../identity/resolve/find-by-keys.ts'
import type { AskedName } from './ask-for.ts'

/** A name that a company here has or had. */
export interface StoredName {
  company_id: string
  domain: string
  /** What the company is called now. */
  name: string | null
  /** The name that was found. */
  found: string
  former: boolean
  country: string | null
  /** Head count, or followers over a hundred where it is not known: to tell a well-known company from its namesakes. */
  size: number
}

/** Companies read under one key. */
const scanned = 100

export const companyColumns = `c.id as company_id, c.domain, coalesce(c.name, c.cleaned_name) as name, c.country,
  greatest(coalesce(c.employee_count, 0), coalesce(c.follower_count, 0) / 100) as size`

/** Companies that have, or once had, a name with one of the keys asked for; by position of the question. */
export async function findStored(tx: Tx, asked: readonly AskedName[]): Promise<Map<number, StoredName[]>> {
  const pairs = asked.flatMap(({ keys, country }, at) => [...keys.keys()].map((key) => ({ at, key, country })))
  if (pairs.length === 0) return new Map()
  const values = [pairs.map(({ at }) => at), pairs.map(({ key }) => key), pairs.map(({ country }) => country)]
  const current = await tx.query<StoredName & { at: number }>(
    `select a.at, f.* from unnest($1::int[], $2::text[], $3::text[]) a(at, key, country)
     cross join lateral (
       select s.* from (
         (select ${companyColumns}, c.name as found, false as former from core.companies c
          where reference.company_name_key(c.name) collate "C" = a.key limit ${scanned})
         union all
         (select ${companyColumns}, c.cleaned_name, false from core.companies c
          where reference.company_name_key(c.cleaned_name) collate "C" = a.key and c.cleaned_name is not null
          limit ${scanned})
       ) s order by (lower(s.country) = lower(a.country)) desc nulls last, s.size desc, s.domain limit 25
     ) f`,
    values,
  )
  const found = new Map<number, StoredName[]>()
  for (const { at, ...name } of current) found.set(at, [...(found.get(at) ?? []), name])
  await addFormer(tx, values.slice(0, 2), found)
  return found
}

/** Former names stand beside a key of the company, not beside its id. */
async function addFormer(tx: Tx, values: unknown[], found: Map<number, StoredName[]>): Promise<void> {
  const former = await tx.query<{ at: number; subject: string; found: string }>(
    `select a.at, f.* from unnest($1::int[], $2::text[]) a(at, key)
     cross join lateral (
       select distinct subject, value #>> '{}' as found from core.field_changes
       where kind = 'company' and field in ('name', 'cleaned_name')
         and reference.company_name_key(value #>> '{}') collate "C" = a.key limit ${scanned}
     ) f`,
    values,
  )
  if (former.length === 0) return
  const ids = await findByKeys(tx, 'company', [...new Set(former.map(({ subject }) => subject))])
  const companies = await tx.query<Omit<StoredName, 'found' | 'former'>>(
    `select ${companyColumns} from core.companies c where c.id = any($1::uuid[])`,
    [[...new Set(ids.values())]],
  )
  const byId = new Map(companies.map((company) => [company.company_id, company]))
  for (const { at, subject, found: name } of former) {
    const company = byId.get(ids.get(subject) ?? '')
    if (company === undefined) continue
    const names = found.get(at) ?? []
    if (!names.some(({ company_id, found: known }) => company_id === company.company_id && known === name)) {
      names.push({ ...company, found: name, former: company.name !== name })
    }
    found.set(at, names)
  }
}
