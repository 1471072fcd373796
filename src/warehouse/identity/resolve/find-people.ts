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
> & {
  /** Whether the asked employer's domain stands among the person's jobs; unknown of people who were not found by name. */
  worked_there?: boolean
}

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
  company: string | null
  city: string | null
}

export interface FoundPeople {
  people: Map<string, PersonFacts>
  /** More people stand in a range than were looked at, or more were found than returned. */
  truncated: boolean
}

/** Rows read of one range: a common name has thousands among a million people. */
const scanned = { exact: 1_000, sound: 300, initial: 300, family: 300 } as const
const scannedMisspelt = 60

export interface Bounds {
  /** Most rows of one range that are returned. */
  returned: number
  /** Names that are not as they were given: fewer rows are read, and only those with the asked employer or city returned. */
  misspelt: boolean
}

const COLUMNS = `id, full_name, first_name, last_name, work_email, linkedin_url, company_name, company_domain,
  company_linkedin_url, city, state, country, location_name`
const KEY = `core.person_name_key(coalesce(p.full_name, p.first_name || ' ' || p.last_name)) collate "C"`

/**
 * People in the ranges of the name index, by request. Reads a bounded number of rows of each range, in the order of the
 * index, and returns some of these, those with the asked employer or city first.
 */
export async function findPeopleByName(
  tx: Tx,
  asked: readonly AskedName[],
  { returned, misspelt }: Bounds,
): Promise<Map<number, FoundPeople>> {
  const found = new Map<number, FoundPeople>()
  if (asked.length === 0) return found
  const rows = await tx.query<
    PersonFacts & { id: string; at: number; reach: AskedName['reach']; read: string; agreeing: string }
  >(
    `with ranges as (
       select distinct a.at, a.reach, a.domain, a.company, a.city,
         case a.reach
           when 'exact' then k.key
           when 'sound' then split_part(k.key, ' ', 1) || ' ' || split_part(k.key, ' ', 2) || ' '
           when 'initial' then split_part(k.key, ' ', 1) || ' ' || left(split_part(k.key, ' ', 2), 1)
           else split_part(k.key, ' ', 1) || ' '
         end as prefix
       from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) a(at, name, reach, domain, company, city)
       cross join lateral (select core.person_name_key(a.name) as key offset 0) k
       where k.key is not null
     )
     select r.at, r.reach, f.*
     from ranges r
     cross join lateral (
       select s.*, n.worked_there, count(*) over () as read,
         count(*) filter (where n.employed or n.near or n.worked_there) over () as agreeing from (
         select ${COLUMNS} from core.people p
         where ${KEY} >= r.prefix collate "C"
           and ${KEY} < (r.prefix || case r.reach when 'exact' then e'\\x01' else chr(1114111) end) collate "C"
         order by ${KEY}
         limit case when $8 then ${scannedMisspelt} when r.reach = 'exact' then ${scanned.exact} else ${scanned.sound} end
       ) s
       cross join lateral (
         select coalesce(s.company_domain = r.domain or lower(s.company_name) = r.company, false) as employed,
           coalesce(lower(s.city) = r.city, false) as near,
           case when $8 or r.domain is null or r.domain = s.company_domain or r.reach not in ('exact', 'sound') then false
             else exists (
               select from core.person_work_history h where h.linkedin_url = s.linkedin_url and h.company_domain = r.domain
             ) end as worked_there
         offset 0
       ) n
       where not $8 or n.employed or n.near
       order by n.employed desc, n.near desc, n.worked_there desc, s.city is not null, s.id
       limit $7
     ) f`,
    [
      asked.map(({ at }) => at),
      asked.map(({ name }) => name),
      asked.map(({ reach }) => reach),
      asked.map(({ domain }) => domain),
      asked.map(({ company }) => company?.toLowerCase() ?? null),
      asked.map(({ city }) => city?.toLowerCase() ?? null),
      returned,
      misspelt,
    ],
  )
  const vague = new Set(
    asked.flatMap(({ at, domain, company, city }) => ((domain ?? company ?? city) === null ? at : [])),
  )
  for (const { id, at, reach, read, agreeing, ...facts } of rows) {
    const answer = found.get(at) ?? { people: new Map(), truncated: false }
    found.set(at, answer)
    // a range that does not look at jobs must not hide what another one saw
    if (facts.worked_there || !answer.people.has(id)) answer.people.set(id, facts)
    const matter = Number(vague.has(at) ? read : agreeing)
    if (!misspelt && (Number(read) >= scanned[reach] || matter > returned)) answer.truncated = true
  }
  return found
}
