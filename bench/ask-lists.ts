import { type Address, ask, callers, percentile, searchRequests, withCallers } from './ask-callers.ts'
import { companyNumber, vendor } from './ask-companies.ts'
import { industries } from './ask-shares.ts'
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

/** Names of companies as they are typed, letter by letter: "c", "co", "cop" … up to the whole name and its domain. */
export function typed(companies: number): string[] {
  return Array.from({ length: 40 }, (_, i) => companyNumber(1 + Math.floor((companies - 1) * (i / 40) ** 2))).flatMap(
    ({ name, domain }) => [...[1, 2, 3, 4, 6, 9, name.length].map((letters) => name.slice(0, letters)), domain],
  )
}

export async function autocompleteP95(address: Address, companies: number): Promise<number> {
  const paths = typed(companies).map((text) => `/api/companies/search?q=${encodeURIComponent(text)}`)
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
