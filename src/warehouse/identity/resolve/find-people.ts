import type { Tx } from '../../../db/database.ts'
import type { PersonData } from './core-rows.ts'

/** What of a person's row is compared. */
export type PersonFacts = Pick<
  PersonData,
  | 'full_name'
  | 'first_name'
  | 'last_name'
  | 'work_email'
  | 'linkedin_url'
  | 'company_name'
  | 'company_domain'
  | 'company_linkedin_url'
  | 'city'
  | 'state'
  | 'country'
  | 'location_name'
>

/** One name to look for, on behalf of the request at `at`. */
export interface AskedName {
  at: number
  name: string
  /**
   * How much around it: `exact` the name itself; `sound` first and last name that sound alike, whatever is between;
   * `initial` a last name that sounds alike and the first letter of the first; `family` the last name alone.
   */
  reach: 'exact' | 'sound' | 'initial' | 'family'
  /** Rows with this employer or city come first, when there are more than are returned. */
  domain: string | null
  city: string | null
}

export interface FoundPeople {
  people: Map<string, PersonFacts>
  /** More people stand in a range than were looked at, or more were found than returned. */
  truncated: boolean
}

/** Rows read of one range, and returned of one range: a common name has thousands among a million people. */
const scanned = { exact: 1_000, sound: 300, initial: 300, family: 300 } as const
const returned = 50

const COLUMNS = `id, full_name, first_name, last_name, work_email, linkedin_url, company_name, company_domain,
  company_linkedin_url, city, state, country, location_name`
const KEY = `core.person_name_key(coalesce(p.full_name, p.first_name || ' ' || p.last_name)) collate "C"`

/**
 * People in the ranges of the name index, by request. Reads at most `scanned` rows of a range in the order of the index,
 * and returns at most 50 of these, those with the asked employer or city first.
 */
export async function findPeopleByName(tx: Tx, asked: readonly AskedName[]): Promise<Map<number, FoundPeople>> {
  const found = new Map<number, FoundPeople>()
  if (asked.length === 0) return found
  const rows = await tx.query<PersonFacts & { id: string; at: number; reach: AskedName['reach']; read: number }>(
    `with ranges as (
       select distinct a.at, a.reach, a.domain, a.city,
         case a.reach
           when 'exact' then k.key
           when 'sound' then split_part(k.key, ' ', 1) || ' ' || split_part(k.key, ' ', 2) || ' '
           when 'initial' then split_part(k.key, ' ', 1) || ' ' || left(split_part(k.key, ' ', 2), 1)
           else split_part(k.key, ' ', 1) || ' '
         end as prefix
       from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[]) a(at, name, reach, domain, city)
       cross join lateral (select core.person_name_key(a.name) as key offset 0) k
       where k.key is not null
     )
     select r.at, r.reach, f.*
     from ranges r
     cross join lateral (
       select s.*, count(*) over () as read from (
         select ${COLUMNS} from core.people p
         where ${KEY} >= r.prefix collate "C" and ${KEY} < (r.prefix || case r.reach when 'exact' then e'\\x01' else chr(1114111) end) collate "C"
         order by ${KEY}
         limit case r.reach when 'exact' then ${scanned.exact} else ${scanned.sound} end
       ) s
       order by (s.company_domain = r.domain) desc nulls last, (lower(s.city) = r.city) desc nulls last, s.id
       limit ${returned}
     ) f`,
    [
      asked.map(({ at }) => at),
      asked.map(({ name }) => name),
      asked.map(({ reach }) => reach),
      asked.map(({ domain }) => domain),
      asked.map(({ city }) => city?.toLowerCase() ?? null),
    ],
  )
  for (const { id, at, reach, read, ...facts } of rows) {
    const answer = found.get(at) ?? { people: new Map(), truncated: false }
    found.set(at, answer)
    answer.people.set(id, facts)
    if (Number(read) >= scanned[reach] || Number(read) > returned) answer.truncated = true
  }
  return found
}
