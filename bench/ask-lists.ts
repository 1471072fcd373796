import { type Address, callers, percentile, searchRequests, withCallers } from './ask-callers.ts'
import { companyNumber, vendor } from './ask-companies.ts'
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

const icp = {
  industry: [
    'Software Development',
    'IT Services and IT Consulting',
    'Business Consulting and Services',
    'Financial Services',
  ],
  employee_count: { min: 11, max: 5000 },
  company_country: ['United States', 'United Kingdom', 'Canada', 'Germany', 'India'],
  seniority: ['Director', 'VP', 'Head', 'C-Suite', 'Manager', 'Senior', 'Individual Contributor'],
  founded_year: { min: 1950 },
}

/** One caller asks how many leads an ICP with five criteria has: the 95th percentile of so many. */
export async function countP95(address: Address, count: 'exact' | 'estimated'): Promise<number> {
  const requests = searchRequests(
    address,
    Array.from({ length: 20 }, () => ({ filter: icp, limit: 1, count })),
  )
  return withCallers(address, 1, async (sockets) => percentile(await sendSingles(sockets, requests), 0.95))
}
