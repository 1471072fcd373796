import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { replaceAt, sampleOf, textsOfEveryFamily } from '../support/leaves.ts'
import { type Answer, eightAtOnce, type NastyServer, openNastyServer } from '../support/nasty-server.ts'

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterAll(() => server.close())

/** Letters that PostgreSQL cannot compress below what an index entry may have. */
const letters = (size: number) => randomBytes(size).toString('hex').slice(0, size)

const shapes = [
  () => `https://www.linkedin.com/in/${letters(10_000)}`,
  () => `https://www.linkedin.com/company/${letters(2_000)}`,
  () => `${letters(10_000)}@acme.example`,
  () => `${Array.from({ length: 200 }, () => letters(60)).join('.')}.example`,
  () => Array.from({ length: 300 }, () => letters(30)).join(', '),
]

const cases = textsOfEveryFamily()

test.each([
  ['10 kB of text', () => letters(10_000)],
  ['10 kB of a URL, an e-mail address, a domain, a list', (n: number) => (shapes[n % shapes.length] ?? letters)(0)],
])('nasty inputs 37, 38, 39: %s in any text of any family are stored or refused by name', async (_name, make) => {
  expect(cases.length).toBeGreaterThan(400)
  const failures: string[] = []
  await eightAtOnce(cases.entries(), async ([n, { workflow, path }]) => {
    const body = JSON.stringify(replaceAt(sampleOf(workflow.slug, n), path, make(n)))
    const answer = await server.post(`/v1/ingest/${workflow.slug}`, body)
    if (!isHandled(answer)) failures.push(`${workflow.slug} ${path.join('.')}: ${answer.text.slice(0, 500)}`)
  })
  expect(failures).toEqual([])
  await server.wellAfterwards()
})

/** Taken, in conflict with what is stored, or refused for what it is; never because the database could not take it. */
function isHandled({ status, body }: Answer): boolean {
  if (body?.code !== 'extraction_failed') return [200, 202, 409, 422].includes(status)
  return /is longer than 1,000 bytes|must be a web domain|is not the domain of one company/.test(String(body.detail))
}
