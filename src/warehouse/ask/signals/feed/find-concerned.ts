import type { Tx } from '../../../../db/database.ts'
import type { Concern } from './derived-signals.ts'

/**
 * The clients that have these people among their leads: by profile URL or e-mail address as core has them now. People are
 * given by their ids, leads by theirs; a lead also finds its person by an older profile URL or another address.
 */
export async function findLeadConcerns(
  tx: Tx,
  personIds: readonly string[],
  leadIds: readonly string[],
): Promise<Concern[]> {
  const [ofPeople, ofLeads] = await Promise.all([
    personIds.length === 0 ? [] : tx.query<Concern>(OF_PEOPLE, [personIds]),
    leadIds.length === 0 ? [] : tx.query<Concern>(OF_LEADS, [leadIds]),
  ])
  return [...ofPeople, ...ofLeads]
}

const OF_PEOPLE = `select l.client_domain, p.id as person_id, 'lead' as origin
  from core.people p join client.leads l on l.person_linkedin_url = p.linkedin_url
  where p.id = any($1::uuid[])
  union
  select l.client_domain, p.id, 'lead'
  from core.people p join client.leads l on lower(l.work_email) = lower(p.work_email)
  where p.id = any($1::uuid[])`

// Two levels of keys, as deep as merges of people have ever been seen; the key of a profile is a root nearly always.
const OF_LEADS = `select distinct l.client_domain, found.id as person_id, 'lead' as origin
  from client.leads l
  cross join lateral (
    select p.id from core.people p where p.linkedin_url = l.person_linkedin_url
    union
    select i.id from core.identifiers k join core.identifiers r on r.key = k.owner
    join core.identities i on i.root = r.owner and i.kind = 'person'
    where k.key = any (array['slug:' || substring(l.person_linkedin_url from '/in/([^/?#]+)'),
      'email:' || lower(l.work_email)])
  ) found
  where l.id = any($1::uuid[])`
