import type { Tx } from '../../../db/database.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { findSpellings, holding, type RawColumn } from '../teach/find-spellings.ts'
import { holdMappings, mappingTables } from '../teach/mappings.ts'
import type { Mapping } from '../teach/schema.ts'
import { changeMappings } from '../teach/teach-entries.ts'
import type { BackfillPlan, Filled, Lacking } from './schema.ts'

const PARTS = ['job_function', 'seniority_level'] as const
type Part = (typeof PARTS)[number]
type Meaning = Partial<Record<Part, string>>

interface Entry extends Lacking {
  meaning: Meaning
}

/** Where people carry a raw title and, beside it, what somebody made of it other than by the lookup itself. */
const SAYING: (RawColumn & { says: Record<Part, string> })[] = [
  {
    table: 'extracted.person_title_enrichment',
    column: 'latest_title',
    indexed: true,
    says: { job_function: 'job_function', seniority_level: 'seniority_level' },
  },
  {
    table: 'extracted.person_discovery',
    column: 'latest_title',
    indexed: true,
    says: { job_function: 'keyword_job_function', seniority_level: 'keyword_seniority' },
  },
]

/**
 * Fills function and seniority of taught titles in from people who carry the title: what most of them say, and nothing
 * where as many say something else. What is taught stays. The filling in is a teaching: it is applied to everything that
 * is stored, and can be undone.
 */
export const titlePlan: BackfillPlan<Entry> = { read, fill }

async function read(tx: Tx, _warehouse: Warehouse, after: string, limit: number): Promise<Entry[]> {
  // However few rows the planner believes to be there, titles are found by their indexes.
  tx.send(`select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`)
  const rows = await tx.query<{ position: string; key: string } & Record<Part, string | null>>(
    `select latest_title as position, normalized_key as key, job_function, seniority_level from reference.job_title_lookup
     where latest_title > $1 and (job_function is null or seniority_level is null) order by latest_title limit $2`,
    [after, limit],
  )
  const meanings = await countMeanings(
    tx,
    rows.map(({ key }) => key).filter((key) => key !== ''),
  )
  return rows.map(({ position, key, ...stored }) => {
    const meaning = meanings.get(key) ?? {}
    const fillable = PARTS.some((part) => stored[part] === null && meaning[part] !== undefined)
    return { position, keys: [], meaning, fillable }
  })
}

async function fill(tx: Tx, _warehouse: Warehouse, records: readonly Entry[], by: string): Promise<Filled> {
  const meanings = new Map(records.map(({ position, meaning }) => [position, meaning]))
  const held = await holdMappings(tx, mappingTables.title, [...meanings.keys()])
  const changes = new Map<string, Mapping>()
  const breakdown = { job_function: 0, seniority_level: 0 }
  for (const [title, stored] of held) {
    const filled = PARTS.filter((part) => stored[part] === null && meanings.get(title)?.[part] !== undefined)
    if (filled.length === 0) continue
    changes.set(title, {
      ...stored,
      ...Object.fromEntries(filled.map((part) => [part, meanings.get(title)?.[part] ?? null])),
    })
    for (const part of filled) breakdown[part]++
  }
  await changeMappings(tx, 'title', changes, { id: by, source: 'POST /v1/reference/title/backfill' })
  const samples = [...changes].slice(0, 10).map(([job_title, meaning]) => ({ job_title, ...meaning }))
  return { updated: changes.size, breakdown, samples }
}

/** What most people say who carry these titles (normalised keys). */
async function countMeanings(tx: Tx, keys: readonly string[]): Promise<Map<string, Meaning>> {
  const votes = new Map<string, number>()
  for (const place of SAYING) {
    const spellings = await findSpellings(tx, place, keys)
    if (spellings.length === 0) continue
    const rows = await tx.query<{ key: string; part: Part; value: string; people: number }>(
      `select reference.normalize_key(t.${place.column}) as key, said.part, said.value, count(*)::int4 as people
       from ${place.table} t
       cross join lateral (values ('job_function', t.${place.says.job_function}),
         ('seniority_level', t.${place.says.seniority_level})) said(part, value)
       where ${holding(place, '$1::text[]')} and said.value <> '' group by 1, 2, 3`,
      [spellings],
    )
    for (const { key, part, value, people } of rows) {
      const vote = JSON.stringify([key, part, value])
      votes.set(vote, (votes.get(vote) ?? 0) + people)
    }
  }
  return mostSaid(votes)
}

function mostSaid(votes: ReadonlyMap<string, number>): Map<string, Meaning> {
  const best = new Map<string, { key: string; part: Part; value: string | null; people: number }>()
  for (const [vote, people] of votes) {
    const [key, part, value] = JSON.parse(vote) as [string, Part, string]
    const name = JSON.stringify([key, part])
    const known = best.get(name)
    if (known === undefined || people > known.people) best.set(name, { key, part, value, people })
    else if (people === known.people) known.value = null
  }
  const meanings = new Map<string, Meaning>()
  for (const { key, part, value } of best.values()) {
    if (value !== null) meanings.set(key, { ...meanings.get(key), [part]: value })
  }
  return meanings
}
