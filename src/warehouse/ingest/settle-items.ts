import type { Tx } from '../../db/database.ts'
import { clearCareers, mergedRoots, planCareers, showCareers } from '../identity/decisions/align-careers.ts'
import { changesOfBatch, noteChanges } from '../identity/decisions/note-changes.ts'
import { primaryKey, type SourceRanks } from '../identity/fold.ts'
import { isSameList } from '../identity/merge-observation.ts'
import { type Forest, rootOf } from '../identity/read-forest.ts'
import { readEntities, type SettledEntities, type Statement, settleEntities } from '../identity/settle-entities.ts'
import { writeCompanies } from '../identity/write-companies.ts'
import { writeIdentity } from '../identity/write-identity.ts'
import { writePeople } from '../identity/write-people.ts'
import { completeLookups, type Lookups, matchLookups } from '../reference/match-lookups.ts'
import type { EntityKind, Observation, Settled } from '../workflows/define.ts'
import { mentionHash } from '../workflows/mention.ts'
import type { BatchItem } from './batch-item.ts'
import { customerRows } from './customer-rows.ts'
import { microseconds } from './extract-item.ts'
import { fillMatched } from './fill-matched.ts'
import type { IndexedTexts } from './indexed-texts.ts'
import { tryLockKeys } from './lock-keys.ts'
import {
  careerFields,
  type KnownCareers,
  pastEmployers,
  readKnownCareers,
  replacedLists,
  writeCareers,
} from './settle-career.ts'
import { rowId, rowKey, type TableColumns, writeRows } from './write-rows.ts'

export interface Warehouse {
  columns: TableColumns
  indexed: IndexedTexts
  ranks: SourceRanks
}

export interface SettleItemsOptions {
  /** Keys that this transaction holds already. */
  locked: Set<string>
  rebuild: boolean
  /** True for a batch of people: it may wait for the companies it changes, because it never waits for people after that. */
  peopleOnly: boolean
  /** A row stood where none was expected: mind conflicts everywhere this time. */
  careful: boolean
}

export interface ItemStatement {
  item: BatchItem
  kind: EntityKind
  statement: Statement
}

/**
 * Takes the extractions of a batch to extracted, identity and core, in one fixed order: extracted rows, people with their
 * careers, companies last (many payloads share a company, and its row is held shortest that way).
 * Returns what each answer is made from.
 */
export async function settleItems(
  tx: Tx,
  items: readonly BatchItem[],
  warehouse: Warehouse,
  options: SettleItemsOptions,
): Promise<Map<BatchItem, Settled>> {
  const own = items.flatMap((item) => statementsOf(item, (observation) => observation.source !== 'mention'))
  // Sent one behind the other, answered together: every read sees what the locks guard.
  const [, lookups, knownCareers, knownPeople, ownCompanies] = await Promise.all([
    lockSubjects(tx, own, options.locked),
    lookupsOf(tx, own),
    readKnownCareers(tx, items),
    readEntities(tx, 'person', about(own, 'person')),
    readEntities(tx, 'company', about(own, 'company')),
  ])
  const careers = new Map(
    own.flatMap(({ item, statement }) =>
      item.extraction?.career?.subject === statement.subject ? [[item, statement] as const] : [],
    ),
  )
  const mentions = items.flatMap((item) =>
    !options.rebuild && careerStands(careers.get(item), knownPeople)
      ? []
      : statementsOf(item, (observation) => observation.source === 'mention'),
  )
  const reading = readEntities(tx, 'company', about(mentions, 'company'), ownCompanies)
  reading.catch(() => undefined)
  const isUnknown = ({ extraction }: BatchItem) => {
    const [own] = extraction?.observations ?? []
    if (options.careful || own === undefined) return false
    return !(own.kind === 'person' ? knownPeople : ownCompanies).has(own.subject)
  }
  const writing = writeRows(
    tx,
    items.map((item) => ({
      rawId: item.rawId,
      observedAt: item.observedAt,
      receivedAt: item.receivedAt,
      hash: item.hash,
      rows: [...fillMatched(item.extraction?.rows ?? [], lookups), ...customerRows(item)],
      unknown: isUnknown(item),
    })),
    warehouse.columns,
  )
  // Its error, if any, is also that of whatever comes next.
  writing.catch(() => undefined)
  const people = await settlePeople(tx, own, knownPeople, knownCareers, warehouse, options, lookups)
  const companies = await settleCompanies(tx, [...own, ...mentions], await reading, warehouse, options, lookups)
  const written = await writing
  return new Map(items.map((item) => [item, settledOf(item, written.inserted, people, companies, lookups)]))
}

function statementsOf(item: BatchItem, wanted: (observation: Observation) => boolean): ItemStatement[] {
  return (item.extraction?.observations ?? []).filter(wanted).map((observation) => state(item, observation))
}

function about(statements: readonly ItemStatement[], kind: EntityKind): Statement[] {
  return statements.flatMap((s) => (s.kind === kind ? s.statement : []))
}

/**
 * Whether a person's jobs are those that stand. The companies they name were told of them when they came to stand, so
 * none has to be read or merged again: a third of the work of a profile that was only refreshed.
 */
function careerStands(statement: Statement | undefined, known: Forest): boolean {
  if (statement === undefined) return false
  const stored = known.get(statement.subject)?.observations.get(statement.source)?.fields['#experience']
  return isSameList(stored, statement.fields['#experience'])
}

/** What one observation of a payload says, with the payload's time and hash: a pure function, for whoever reads payloads again. */
export function state(item: BatchItem, observation: Observation): ItemStatement {
  const source = observation.source ?? item.submission.registration.slug
  const mentioned = source === 'mention'
  const career = item.extraction?.career?.subject === observation.subject ? item.extraction.career : undefined
  const statement: Statement = {
    subject: observation.subject,
    source,
    claims: observation.claims ?? [],
    fields: career === undefined ? observation.fields : { ...observation.fields, ...careerFields(career, item.rawId) },
    at: observation.observedAt === undefined ? item.observedAt : microseconds(observation.observedAt),
    // Among mentions that begin on one day the value decides: the same value again is no news and needs no write.
    hash: mentioned ? mentionHash(observation.fields) : item.hash,
    rawId: item.rawId,
  }
  return { item, kind: observation.kind, statement }
}

/** Subjects and claims of what payloads state themselves; companies named in jobs are locked later, if they change. */
async function lockSubjects(tx: Tx, statements: readonly ItemStatement[], locked: Set<string>): Promise<void> {
  const keys = new Set<string>()
  for (const { statement } of statements) {
    if (statement.source === 'mention') continue
    for (const key of [statement.subject, ...statement.claims]) if (!locked.has(key)) keys.add(key)
  }
  await tryLockKeys(tx, keys)
  for (const key of keys) locked.add(key)
}

function lookupsOf(tx: Tx, statements: readonly ItemStatement[]): Promise<Lookups> {
  const titles = new Set<string>()
  const locations = new Set<string>()
  for (const { statement } of statements) {
    const job = statement.fields.job as { title?: string | null } | null | undefined
    const location = statement.fields.location as { raw?: string | null } | null | undefined
    if (job?.title) titles.add(job.title)
    if (location?.raw) locations.add(location.raw)
  }
  return matchLookups(tx, titles, locations)
}

async function settlePeople(
  tx: Tx,
  all: readonly ItemStatement[],
  forest: Forest,
  knownCareers: KnownCareers,
  { ranks }: Warehouse,
  options: SettleItemsOptions,
  lookups: Lookups,
): Promise<SettledEntities | null> {
  const own = all.filter(({ kind }) => kind === 'person')
  if (own.length === 0) return null
  const settled = await settleEntities(
    tx,
    'person',
    forest,
    own.map(({ statement }) => statement),
    { ...options, wait: false },
  )
  const careers = own.flatMap(({ item }, i) => {
    const [career, merged] = [item.extraction?.career, settled.merged[i]]
    if (career === undefined || merged?.observation.subject !== career.subject) return []
    return replacedLists(career, item.rawId, merged.observation) ?? []
  })
  await writeIdentity(tx, settled, options.careful)
  await writePeople(tx, settled, ranks, lookups, options.careful)
  const jobs = careers.flatMap(({ experience }) => (experience ?? []).flatMap(({ title }) => title ?? []))
  const { titles } = await completeLookups(tx, lookups, jobs, [])
  const merged = planCareers(settled.forest, mergedRoots(settled.forest), ranks)
  clearCareers(tx, merged)
  writeCareers(tx, careers, knownCareers, titles, options.careful)
  clearCareers(tx, merged)
  await showCareers(tx, merged)
  if (!options.rebuild) noteChanges(tx, changesOfBatch(settled))
  return settled
}

async function settleCompanies(
  tx: Tx,
  all: readonly ItemStatement[],
  forest: Forest,
  { ranks }: Warehouse,
  options: SettleItemsOptions,
  lookups: Lookups,
): Promise<SettledEntities | null> {
  const own = all.filter(({ kind }) => kind === 'company').map(({ statement }) => statement)
  if (own.length === 0) return null
  const settled = await settleEntities(tx, 'company', forest, own, { ...options, wait: options.peopleOnly })
  await writeIdentity(tx, settled, options.careful)
  await writeCompanies(tx, settled, ranks, lookups, options.careful)
  if (!options.rebuild) noteChanges(tx, changesOfBatch(settled))
  return settled
}

function settledOf(
  item: BatchItem,
  inserted: Set<string>,
  people: SettledEntities | null,
  companies: SettledEntities | null,
  lookups: Lookups,
): Settled {
  const rows = item.extraction?.rows ?? []
  const first = (table: string) => rows.find((row) => row.table === table)
  const career = item.extraction?.career
  const mentioned = new Set(
    (item.extraction?.observations ?? []).flatMap((o) =>
      o.kind === 'company' && o.source === 'mention' ? o.subject : [],
    ),
  )
  return {
    rawId: item.rawId,
    rowId(table) {
      const row = first(table)
      return row === undefined ? null : rowId(table, row.row)
    },
    rowCount: (table) => rows.filter((row) => row.table === table).length,
    inserted(table) {
      const row = first(table)
      return row !== undefined && inserted.has(`${table}\n${rowKey(table, row.row)}`)
    },
    entityId: (subject) => entityId(people, subject, 'slug') ?? entityId(companies, subject, 'domain'),
    location: (raw) => (raw ? (lookups.locations.get(raw) ?? null) : null),
    title: (raw) => (raw ? (lookups.titles.get(raw) ?? null) : null),
    experienceCount: career?.experience?.length ?? 0,
    educationCount: career?.education?.length ?? 0,
    companiesCount: mentioned.size,
    pastEmployersCount: pastEmployers(career?.experience ?? []).length,
  }
}

function entityId(settled: SettledEntities | null, subject: string, key: 'slug' | 'domain'): string | null {
  if (settled === null || !settled.forest.has(subject)) return null
  const root = rootOf(settled.forest, subject)
  if (primaryKey(settled.forest, root, key) === null) return null
  return settled.forest.get(root)?.identityId ?? null
}
