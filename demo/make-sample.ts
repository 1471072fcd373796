// Makes the bundled sample of the demo from the full file of search hits:
//   node demo/make-sample.ts <yc-companies-raw.ndjson.gz>
// Hits whose text holds an e-mail address are left out. Companies whose two observations differ come first, so that what
// is left out to stay below the limit is what shows least.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import { companyDomain } from '../src/warehouse/identity/canonical-domain.ts'

const LIMIT = 1_900_000
const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]+/

interface Hit {
  id: number
  name: string
  website: string | null
  status: string | null
  team_size: number | null
  former_names: string[]
}

interface Line {
  position: number
  text: string
  hit: Hit
}

const [source] = process.argv.slice(2)
if (source === undefined) throw new Error('Which file? node demo/make-sample.ts <yc-companies-raw.ndjson.gz>')
const lines = readLines(source)
const chosen = chooseCompanies(lines)
const kept = lines.filter(({ hit }) => chosen.has(hit.id))
const bytes = compress(kept)
writeFileSync(fileURLToPath(new URL('./yc-companies.ndjson.gz', import.meta.url)), bytes)
console.log(`${kept.length} hits of ${chosen.size} companies, ${bytes.length} bytes`)

function readLines(path: string): Line[] {
  const texts = gunzipSync(readFileSync(path))
    .toString()
    .split('\n')
    .filter((text) => text.trim() !== '')
  return texts.flatMap((text, position) => {
    if (EMAIL.test(text)) return []
    return [{ position, text: JSON.stringify(JSON.parse(text)), hit: (JSON.parse(text) as { hit: Hit }).hit }]
  })
}

/** As many companies as fit, the most telling first. */
function chooseCompanies(all: Line[]): Set<number> {
  const byCompany = new Map<number, Line[]>()
  const byDomain = new Map<string, Set<number>>()
  for (const line of all) {
    const { id, website } = line.hit
    byCompany.set(id, [...(byCompany.get(id) ?? []), line])
    const domain = companyDomain(website)
    if (domain !== null) byDomain.set(domain, (byDomain.get(domain) ?? new Set()).add(id))
  }
  const contested = new Set([...byDomain.values()].flatMap((ids) => (ids.size > 1 ? [...ids] : [])))
  const worth = new Map([...byCompany].map(([id, seen]) => [id, worthOf(seen) + (contested.has(id) ? 10 : 0)]))
  const ranked = [...byCompany.keys()].sort((a, b) => (worth.get(b) ?? 0) - (worth.get(a) ?? 0) || a - b)
  let fits = 0
  let tooMany = ranked.length + 1
  while (fits + 1 < tooMany) {
    const middle = (fits + tooMany) >> 1
    const ids = new Set(ranked.slice(0, middle))
    if (compress(all.filter(({ hit }) => ids.has(hit.id))).length <= LIMIT) fits = middle
    else tooMany = middle
  }
  return new Set(ranked.slice(0, fits))
}

function worthOf(observations: Line[]): number {
  const [first, second] = observations.map(({ hit }) => hit)
  if (first === undefined || second === undefined) return 0
  let value = 1
  if (first.name !== second.name) value += 4
  if (companyDomain(first.website) !== companyDomain(second.website)) value += 4
  if (first.status !== second.status) value += 2
  if (first.team_size !== second.team_size) value += 2
  return value
}

function compress(kept: Line[]): Buffer {
  return gzipSync(kept.map(({ text }) => `${text}\n`).join(''), { level: constants.Z_BEST_COMPRESSION })
}
