import type { Tx } from '../../../db/database.ts'
import { personLinkedIn } from '../../identity/canonical-linkedin.ts'
import { slugKey } from '../../identity/keys.ts'
import { readCompanyClues } from '../../identity/resolve/company-clues.ts'
import { findByKeys, profilesOfEmails } from '../../identity/resolve/find-by-keys.ts'
import { readPersonClues } from '../../identity/resolve/person-clues.ts'

/** What names a person and a company; names of them name nobody for sure, and are not asked. */
export interface LeadIdentifiers {
  person_linkedin_url: string | null
  work_email: string | null
  company_domain: string | null
  company_linkedin_url: string | null
}

export interface CoreLinks {
  core_company_id: string | null
  core_person_id: string | null
}

/** Which identifier of a person is asked first, where two of them name two people. */
export type FirstAsked = 'linkedin' | 'email'

/**
 * The rows of core.companies and core.people that each lead's identifiers name, in order: whatever form they are in, and
 * merged entities by the one they became. An entity that has no row in core yet is not linked.
 */
export async function findCoreLinks(
  tx: Tx,
  leads: readonly LeadIdentifiers[],
  first: FirstAsked = 'linkedin',
): Promise<CoreLinks[]> {
  const asked = leads.map((lead) => ({ people: personKeys(lead, first), companies: companyKeys(lead) }))
  const emails = asked.flatMap(({ people }) => people.flatMap(({ email }) => email ?? []))
  const profiles = await profilesOfEmails(tx, emails)
  const keysOfPeople = asked.map(({ people }) => people.flatMap(({ key, email }) => [key, ...bookKey(profiles, email)]))
  const [people, companies] = await Promise.all([
    findByKeys(tx, 'person', [...new Set(keysOfPeople.flat())]),
    findByKeys(tx, 'company', [...new Set(asked.flatMap((lead) => lead.companies))]),
  ])
  const [inPeople, inCompanies] = await Promise.all([
    idsInCore(tx, 'core.people', [...people.values()]),
    idsInCore(tx, 'core.companies', [...companies.values()]),
  ])
  return asked.map((lead, at) => ({
    core_person_id: firstOf(keysOfPeople[at] ?? [], people, inPeople),
    core_company_id: firstOf(lead.companies, companies, inCompanies),
  }))
}

interface PersonKey {
  key: string
  /** The canonical address, for keys that are one. */
  email: string | null
}

function personKeys(lead: LeadIdentifiers, first: FirstAsked): PersonKey[] {
  const { person_linkedin_url: linkedin_url, work_email: email } = lead
  const clues = readPersonClues({ ...(linkedin_url !== null && { linkedin_url }), ...(email !== null && { email }) })
  const keys = (clues?.keys ?? []).map(({ key, field }) => ({
    key,
    email: field === 'email' ? (clues?.emails[0]?.email ?? null) : null,
  }))
  return first === 'linkedin' ? keys : keys.toSorted((a, b) => Number(a.email === null) - Number(b.email === null))
}

function companyKeys({ company_domain: domain, company_linkedin_url: linkedin_url }: LeadIdentifiers): string[] {
  const clues = readCompanyClues({ ...(domain !== null && { domain }), ...(linkedin_url !== null && { linkedin_url }) })
  return (clues?.keys ?? []).map(({ key }) => key)
}

function bookKey(profiles: ReadonlyMap<string, string>, email: string | null): string[] {
  const profile = email === null ? null : personLinkedIn(profiles.get(email))
  return profile === null ? [] : [slugKey(profile.slug)]
}

function firstOf(
  keys: readonly string[],
  found: ReadonlyMap<string, string>,
  inCore: ReadonlySet<string>,
): string | null {
  for (const key of keys) {
    const id = found.get(key)
    if (id !== undefined && inCore.has(id)) return id
  }
  return null
}

async function idsInCore(
  tx: Tx,
  table: 'core.people' | 'core.companies',
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(`select id from ${table} where id = any($1::uuid[])`, [ids])
  return new Set(rows.map(({ id }) => id))
}
