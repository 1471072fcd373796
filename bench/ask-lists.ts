import { type Address, ask, callers, percentile, searchRequests, withCallers } from './ask-callers.ts'
import { vendor } from './ask-companies.ts'
import { industries } from './ask-shares.ts'
import type { BenchDatabase } from './database.ts'
import { getRequests, sendSingles } from './send-singles.ts'

/** What 95 of 100 answers take at most, eight callers: who worked at one of the customers of a company that has 500. */
export async function customersP95(address: Address): Promise<number> {
  const path = `/api/leads/by-company-customers?company_domain=${vendor}`
  const requests = getRequests(
    address,
    Array.from({ length: 100 }, () => path),
  )
  return withCallers(address, callers, async (sockets) => percentile(await sendSingles(sockets, requests), 0.95))
}

/** Names of companies, large and small, as they are typed: the first letters, the whole name, and the domain. */
export async function typed({ client }: BenchDatabase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; domain: string }>(
    `select coalesce(c.cleaned_name, c.name) as name, c.domain
     from (select company_id, row_number() over (order by people_count desc, company_id) as n, count(*) over () as all_of_them
       from core.company_search) s
     join core.companies c on c.id = s.company_id
     where s.n in (select 1 + floor((s.all_of_them - 1) * (i / 40.0) ^ 2) from generate_series(0, 39) i)`,
  )
  return rows.flatMap(({ name, domain }) => [
    ...[1, 2, 3, 4, 6, 9, name.length].map((letters) => name.slice(0, letters)),
    domain,
  ])
}

export async function autocompleteP95(address: Address, texts: readonly string[]): Promise<number> {
  const paths = texts.map((text) => `/api/companies/search?q=${encodeURIComponent(text)}`)
  const requests = getRequests(address, paths)
  return withCallers(address, callers, async (sockets) => percentile(await sendSingles(sockets, requests), 0.95))
}

/** Five criteria that fit nearly a hundred thousand of a million people, as far as exact counts must go. */
const icp = {
  company_criteria: {
    industries: Object.keys(industries).slice(0, 20),
    employee_count_min: 11,
    employee_count_max: 5_000,
    countries: ['United States', 'United Kingdom', 'Canada', 'Germany', 'India', 'France', 'Netherlands', 'Australia'],
    founded_min: 1950,
  },
  person_criteria: { seniority: ['Director', 'VP', 'Head', 'C-Suite', 'Manager', 'Senior', 'Individual Contributor'] },
}
const MATCH = '/v1/icp/match'

interface Counted {
  people: { total: number; total_is: string }
}

/** One caller asks how many people fit an ICP with five criteria: the 95th percentile of so many. */
export async function countP95(address: Address, count: 'exact' | 'estimated'): Promise<number> {
  const body = { ...icp, find: ['people'], count_only: true, count }
  const { people } = await ask<Counted>(address, MATCH, body)
  if (count === 'exact' && people.total_is !== count) throw new Error(`The count is ${people.total_is}`)
  console.error(`  ${people.total} people, ${people.total_is}`)
  const requests = searchRequests(
    address,
    Array.from({ length: 20 }, () => body),
    MATCH,
  )
  return withCallers(address, 1, async (sockets) => percentile(await sendSingles(sockets, requests), 0.95))
}
