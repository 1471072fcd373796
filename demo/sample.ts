import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { companyDomain } from '../src/warehouse/identity/canonical-domain.ts'
import { inventCompanies, type PoolCompany } from './generate-people.ts'
import { places } from './invented-words.ts'

export interface Sample {
  /** Search hits as they are sent, one JSON text each. */
  lines: string[]
  /** Of each company the observation that came last. */
  newest: string[]
  /** Where the invented people work: at companies of the sample, and at some that do not exist. */
  employers: PoolCompany[]
  /** Places as texts write them. */
  locations: Location[]
}

export interface Location {
  name: string
  city: string
  state: string
  country: string
}

interface Hit {
  id: number
  name: string
  website: string | null
  status: string | null
  team_size: number | null
  all_locations: string | null
}

const EMPLOYERS = 1_500
const INVENTED = 500

export function readSample(): Sample {
  const path = fileURLToPath(new URL('./yc-companies.ndjson.gz', import.meta.url))
  const lines = gunzipSync(readFileSync(path))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
  const hits = lines.map((line) => (JSON.parse(line) as { hit: Hit }).hit)
  const newest = [...new Map(hits.map(({ id }, i) => [id, lines[i] ?? ''])).values()]
  const names = [...hits.flatMap(({ all_locations: name }) => name ?? []), ...places.map(({ name }) => name)]
  return { lines, newest, employers: employersOf(hits), locations: [...new Set(names)].flatMap(readLocation) }
}

/** The largest companies that are still active, each by its newest domain, with invented ones between them. */
function employersOf(hits: readonly Hit[]): PoolCompany[] {
  const byName = new Map<string, PoolCompany & { size: number }>()
  for (const { name, website, status, team_size: size } of hits) {
    const domain = companyDomain(website)
    if (domain !== null && status === 'Active') byName.set(name, { name, domain, size: size ?? 0 })
  }
  const real = [...byName.values()]
    .sort((a, b) => b.size - a.size || (a.domain < b.domain ? -1 : 1))
    .slice(0, EMPLOYERS)
  const invented = inventCompanies(INVENTED)
  return real.flatMap(({ name, domain }, i) => {
    const other = i % 3 === 2 ? invented[(i - 2) / 3] : undefined
    return [{ name, domain }, ...(other === undefined ? [] : [other])]
  })
}

/**
 * "London, England, United Kingdom" says which part is which. Texts of any other form are left alone: what they mean is
 * for somebody to say, not for a demo to guess.
 */
function readLocation(name: string): Location[] {
  const [first = ''] = name.split(';')
  const parts = first.split(',').map((part) => part.trim())
  const [city, state, country] = parts
  if (parts.length !== 3 || !city || !state || !country) return []
  return [{ name, city, state, country: countries.get(country) ?? country }]
}

const countries = new Map([['USA', 'United States']])
