import { generatePerson, inventCompanies } from '../demo/generate-people.ts'

export const slug = 'clay-person-profile'
/** Not today: a run of next year must send the same bodies. */
const today = '2025-01-31'
/** Of 6,000 people's 33,000 jobs about a third then name a company that nobody has named before. */
const companies = inventCompanies(20_000)

/** Bodies of invented person profiles, 4.6 kB on average; other seeds are other people. */
export function profiles(count: number, firstSeed: number): Buffer[] {
  return Array.from({ length: count }, (_, i) => profile(firstSeed + i))
}

export function profile(seed: number): Buffer {
  return Buffer.from(JSON.stringify(generatePerson(seed, { today, companies })))
}

/** The same people a month later, with the same values. */
export function refreshed(bodies: readonly Buffer[]): Buffer[] {
  return bodies.map((body) => {
    const person = JSON.parse(body.toString())
    const before = Date.parse(person.raw_payload.last_refresh)
    person.raw_payload.last_refresh = new Date(before + 30 * 86_400_000).toISOString()
    return Buffer.from(JSON.stringify(person))
  })
}
