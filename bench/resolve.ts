import type { Socket } from 'node:net'
import type { BenchDatabase, BenchServer } from './database.ts'
import { startHttpServer } from './http-server.ts'
import { type Limit, repeat } from './measure.ts'
import { storeEntities } from './resolve-data.ts'
import { openCallers, sendSingles, singleRequests } from './send-singles.ts'
import type { Sizes } from './sizes.ts'

/** Requests of a round, one after the other on one connection: what a caller waits for, not what the server can bear. */
const requests = 2_000

/** How long one company or person takes to be found, over HTTP, with as many of each stored as `sizes.people` says. */
export async function resolve(server: BenchServer, { people: stored, runs }: Sizes): Promise<Limit[]> {
  const database = await server.createDatabase()
  await storeEntities(database.client, { companies: stored, people: stored })
  const names = await commonNames(database)
  const http = await startHttpServer(server, database)
  const [socket] = await openCallers(http, 1)
  if (socket === undefined) throw new Error('no connection')
  const company = singleRequests(http, bodies(byCompanyKey(stored)), '/v1/companies/resolve')
  const person = singleRequests(http, bodies(byPersonKey(stored)), '/v1/people/resolve')
  const name = singleRequests(http, names, '/v1/companies/resolve')
  const rounds = await repeat(runs, async () => ({
    company: await p95(socket, company),
    person: await p95(socket, person),
    name: await p95(socket, name),
  }))
  socket.destroy()
  await http.stop()
  await database.drop()
  const limit = { unit: 'ms' } as const
  return [
    {
      ...limit,
      name: 'resolve-company',
      what: 'one company by identifier, 95th percentile',
      below: 5,
      values: rounds.map(({ company }) => company),
    },
    {
      ...limit,
      name: 'resolve-person',
      what: 'one person by identifier, 95th percentile',
      below: 5,
      values: rounds.map(({ person }) => person),
    },
    {
      ...limit,
      name: 'resolve-name',
      what: 'one company by name and country, 95th percentile',
      below: 25,
      values: rounds.map(({ name }) => name),
    },
  ]
}

async function p95(socket: Socket, all: readonly Buffer[]): Promise<number> {
  const times = await sendSingles([socket], all)
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length * 0.95)] ?? Number.NaN
}

/** All over the table: neighbours would share pages. */
function spread(stored: number, i: number): number {
  return 1 + ((i * 7_919_999) % stored)
}

function bodies(make: (i: number) => object): Buffer[] {
  return Array.from({ length: requests }, (_, i) => Buffer.from(JSON.stringify(make(i))))
}

function byCompanyKey(stored: number) {
  return (i: number) => {
    const at = spread(stored, i)
    const forms = [
      { domain: `https://www.c${at}.example/about` },
      { linkedin_url: `linkedin.com/company/c${at}` },
      { linkedin_id: at },
      { email: `somebody@c${at}.example`, country: 'United States' },
    ]
    return forms[i % forms.length] ?? {}
  }
}

function byPersonKey(stored: number) {
  return (i: number) => {
    const at = spread(stored, i)
    const forms = [{ linkedin_url: `https://de.linkedin.com/in/p${at}/` }, { linkedin_id: at }]
    return forms[i % forms.length] ?? {}
  }
}

/** Names that are stored, with their countries. Many of them are shared by dozens: those are found too, and ambiguous. */
async function commonNames({ client }: BenchDatabase): Promise<Buffer[]> {
  const { rows } = await client.query<{ name: string; country: string | null }>(
    `select name, country from core.companies order by md5(id::text) limit ${requests}`,
  )
  return rows.map(({ name, country }) => Buffer.from(JSON.stringify({ name, country: country ?? 'United States' })))
}
