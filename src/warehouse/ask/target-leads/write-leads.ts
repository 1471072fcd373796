import { hash } from 'node:crypto'
import type { Tx } from '../../../db/database.ts'
import { canonicalEmail } from '../../identity/canonical-email.ts'
import { personLinkedIn } from '../../identity/canonical-linkedin.ts'
import { naturalKey } from '../../workflows/natural-key.ts'
import type { CoreLinks, LeadIdentifiers } from './find-core-links.ts'

/** A lead of a demo prospect as it is stored, before it has an id. */
export interface NewLead extends LeadIdentifiers, CoreLinks {
  target_client_domain: string
  first_name: string | null
  last_name: string | null
  full_name: string | null
  company_name: string | null
  source: string | null
  form_id: string | null
  form_title: string | null
}

export interface WrittenLead extends CoreLinks {
  lead_id: string
  person_id: string
  company_id: string | null
  /** False where the lead stood there already. */
  inserted: boolean
}

const common = ['target_client_domain', 'natural_key', 'source', 'form_id', 'form_title'] as const
const person = ['first_name', 'last_name', 'full_name', 'person_linkedin_url', 'work_email', 'company_domain'] as const
const company = ['company_domain', 'company_name', 'company_linkedin_url'] as const
const columns = {
  'target_client.leads': [
    ...common,
    ...person,
    'company_name',
    'company_linkedin_url',
    'core_company_id',
    'core_person_id',
  ],
  'target_client.leads_people': [...common, ...person],
  'target_client.leads_companies': [...common, ...company],
} as const

/**
 * Writes leads, in order, each with its person and, where one is named, its company. A lead that stands there already (same
 * prospect, form, and e-mail address or else LinkedIn URL; without either the same values) takes over what the new one
 * gives and keeps what it lacks.
 */
export async function writeLeads(tx: Tx, leads: readonly NewLead[]): Promise<WrittenLead[]> {
  const keyed = leads.map((lead) => ({ ...lead, natural_key: leadKey(lead) }))
  const distinct = mergeSame(keyed)
  const stored = await upsert(tx, 'target_client.leads', distinct)
  const people = await upsert(tx, 'target_client.leads_people', distinct)
  const [named, unnamed] = [distinct.filter(namesCompany), distinct.filter((lead) => !namesCompany(lead))]
  const companies = await upsert(tx, 'target_client.leads_companies', named)
  for (const [key, row] of await standingCompanies(tx, unnamed)) companies.set(key, row)
  return keyed.map((lead) => {
    const key = keyOf(lead)
    const row = stored.get(key)
    const own = people.get(key)
    if (row === undefined || own === undefined) throw new Error('A lead was written and not returned')
    return {
      lead_id: row.id,
      person_id: own.id,
      company_id: companies.get(key)?.id ?? null,
      core_company_id: row.core_company_id ?? null,
      core_person_id: row.core_person_id ?? null,
      inserted: row.inserted,
    }
  })
}

type Keyed = NewLead & { natural_key: string }

function keyOf({
  target_client_domain: domain,
  natural_key: key,
}: Pick<Keyed, 'target_client_domain' | 'natural_key'>) {
  return `${domain}\n${key}`
}

/** Form, and e-mail address or else LinkedIn URL; with neither only the same values are the same lead. */
function leadKey(lead: NewLead): string {
  const form = lead.form_id ?? lead.form_title
  const linkedin = lead.person_linkedin_url
  const person = canonicalEmail(lead.work_email) ?? personLinkedIn(linkedin)?.url ?? linkedin
  if (person !== null) return naturalKey([form, person])
  const { core_company_id: _company, core_person_id: _person, ...said } = lead
  return `values|${hash('sha256', JSON.stringify(Object.entries(said).sort()), 'hex')}`
}

/** In the order of their keys, so that two who write the same leads wait for each other instead of for ever. */
function mergeSame(leads: readonly Keyed[]): Keyed[] {
  const merged = new Map<string, Keyed>()
  for (const lead of leads) {
    const given = Object.entries(lead).filter(([, value]) => value !== null)
    merged.set(keyOf(lead), { ...(merged.get(keyOf(lead)) ?? lead), ...Object.fromEntries(given) })
  }
  return [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lead]) => lead)
}

function namesCompany(lead: Keyed): boolean {
  return company.some((column) => lead[column] !== null)
}

interface StoredRow extends Partial<CoreLinks> {
  id: string
  inserted: boolean
  target_client_domain: string
  natural_key: string
}

/** The companies that earlier sendings of these leads named. */
async function standingCompanies(tx: Tx, leads: readonly Keyed[]): Promise<Map<string, StoredRow>> {
  if (leads.length === 0) return new Map()
  const rows = await tx.query<StoredRow>(
    `select c.id, c.target_client_domain, c.natural_key, false as inserted
     from unnest($1::text[], $2::text[]) a(domain, key)
     join target_client.leads_companies c
       on c.client_id is null and c.target_client_domain = a.domain and c.natural_key = a.key`,
    [leads.map((lead) => lead.target_client_domain), leads.map((lead) => lead.natural_key)],
  )
  return new Map(rows.map((row) => [keyOf(row), row]))
}

async function upsert(tx: Tx, table: keyof typeof columns, leads: readonly Keyed[]): Promise<Map<string, StoredRow>> {
  if (leads.length === 0) return new Map()
  const names = columns[table]
  const values = names.filter((name) => name !== 'target_client_domain' && name !== 'natural_key')
  const links = table === 'target_client.leads' ? ', core_company_id, core_person_id' : ''
  const rows = await tx.query<StoredRow>(
    `insert into ${table} as t (${names.join(', ')})
     select ${names.map((name) => `j.${name}`).join(', ')} from json_populate_recordset(null::${table}, $1::json) j
     on conflict (client_id, target_client_domain, natural_key) do update
       set ${values.map((name) => `${name} = coalesce(excluded.${name}, t.${name})`).join(', ')}, updated_at = now()
     returning id, target_client_domain, natural_key, (xmax = 0) as inserted${links}`,
    [JSON.stringify(leads)],
  )
  return new Map(rows.map((row) => [keyOf(row), row]))
}
