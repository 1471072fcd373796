import type { Tx } from '../../db/database.ts'
import { canonicalValues, type Meaning, type RawValue } from '../reference/canonical-values.ts'
import { completeLookups, type Lookups } from '../reference/match-lookups.ts'
import { type Chosen, foldEntity, primaryKey, type SourceRanks } from './fold.ts'
import { noteChanged } from './note-changed.ts'
import type { SettledEntities } from './settle-entities.ts'

/** Columns of core.companies with the field each shows. */
const COLUMNS: Record<string, string> = {
  name: 'name',
  linkedin_url: 'linkedin_url',
  cleaned_name: 'cleaned_name',
  industry: 'industry',
  employee_count: 'employee_count',
  description: 'description',
  website: 'website',
  logo_url: 'logo_url',
  company_type: 'company_type',
  founded_year: 'founded_year',
  size_range: 'size_range',
  follower_count: 'follower_count',
  status: 'status',
  linkedin_org_id: 'org_id',
  tags: 'tags',
  funding_total: 'funding_total',
  revenue_range: 'revenue_range',
  one_liner: 'one_liner',
}
const WIDE = [...Object.keys(COLUMNS), 'city', 'state', 'country', 'locality']

interface Location {
  raw?: string | null
  city?: string | null
  state?: string | null
  country?: string | null
}

/**
 * Folds companies into core.companies. The row's domain is the owned domain with the newest claim; a company that owns
 * none has no row. Only companies that changed come here, in order of their domain: an update locks a row even when it
 * changes nothing, and every profile of a popular company would wait for it.
 */
export async function writeCompanies(
  tx: Tx,
  settled: SettledEntities,
  ranks: SourceRanks,
  known: Lookups,
  careful: boolean,
): Promise<void> {
  const without: string[] = []
  const folded = [...settled.roots].flatMap((root) => {
    const id = settled.forest.get(root)?.identityId
    if (!id) return []
    const domain = primaryKey(settled.forest, root, 'domain')
    if (domain === null) {
      without.push(id)
      return []
    }
    return [{ id, domain, root, fields: foldEntity(settled.forest, 'company', root, ranks) }]
  })
  const gone = [...settled.identities.retired, ...(settled.claims.moved.length > 0 ? without : [])]
  if (gone.length > 0) tx.send('delete from core.companies where id = any($1::uuid[])', [gone])
  noteChanged(tx, 'company', [...gone, ...folded.map(({ id }) => id)])
  if (folded.length === 0) return
  const raws = folded.flatMap(({ fields }) => (fields.get('location')?.value as Location | undefined)?.raw ?? [])
  const { locations } = await completeLookups(tx, known, [], raws)
  const meaning = await canonicalValues(
    tx,
    folded.flatMap(({ fields }) => rawValues(fields)),
  )
  const rows = folded.map(({ id, domain, fields }) => {
    const said = meanings(rawValues(fields), meaning)
    const location = fields.get('location')?.value as Location | undefined
    const place = location?.raw ? locations.get(location.raw) : undefined
    return {
      id,
      domain,
      ...Object.fromEntries(Object.entries(COLUMNS).map(([column, field]) => [column, current(fields, field)])),
      industry: said.industry ?? null,
      size_range: said.employee_range ?? null,
      city: location?.city ?? place?.city ?? null,
      state: location?.state ?? place?.state ?? null,
      country: said.country ?? place?.country ?? null,
      locality: location?.raw ?? null,
    }
  })
  rows.sort((a, b) => (a.domain < b.domain ? -1 : 1))
  // A company that is known by its domain has no other; only one with a stronger key (a record of some source) can move.
  const movable = folded.filter(({ root, domain }) => root !== `domain:${domain}`)
  if (movable.length > 0) await rekey(tx, movable)
  const created = new Set(settled.identities.created.map(({ id }) => id))
  const isNew = ({ id, domain }: { id: string; domain: string }) =>
    !careful && created.has(id) && settled.forest.get(`domain:${domain}`)?.stored === false
  const fresh = rows.filter(isNew)
  if (fresh.length > 0) {
    tx.copy(
      'core.companies',
      ['id', 'domain', ...WIDE],
      fresh.map((row) => [row.id, row.domain, ...WIDE.map((column) => (row as Record<string, unknown>)[column])]),
    )
  }
  const met = rows.filter((row) => !isNew(row))
  if (met.length > 0) tx.send(UPSERT, [JSON.stringify(met)])
}

const nothing: readonly RawValue[] = []

/** What a company says in texts that have a canonical spelling; companies that jobs name say none of it. */
function rawValues(fields: Map<string, Chosen>): readonly RawValue[] {
  const [industry, size, location] = [fields.get('industry'), fields.get('size_range'), fields.get('location')]
  if (industry === undefined && size === undefined && location === undefined) return nothing
  const given = [
    { kind: 'industry', raw: industry?.value },
    { kind: 'employee_range', raw: size?.value },
    { kind: 'country', raw: (location?.value as Location | undefined)?.country },
  ] as const
  return given.flatMap(({ kind, raw }) => (typeof raw === 'string' && raw !== '' ? [{ kind, raw }] : []))
}

function meanings(values: readonly RawValue[], meaning: Meaning): Partial<Record<RawValue['kind'], string>> {
  if (values === nothing) return {}
  return Object.fromEntries(values.map(({ kind, raw }) => [kind, meaning(kind, raw)]))
}

function current(fields: Map<string, Chosen>, name: string) {
  return fields.get(name)?.value ?? null
}

/** A company whose domain changed keeps its row: it moves there before the upsert meets it. */
async function rekey(tx: Tx, rows: { id: string; domain: string }[]): Promise<void> {
  const values = [rows.map((row) => row.id), rows.map((row) => row.domain)]
  const changed = 'from unnest($1::uuid[], $2::text[]) r(id, domain) where c.id = r.id and c.domain <> r.domain'
  const moving = await tx.execute(`update core.companies c set domain = 'moving:' || c.id ${changed}`, values)
  if (moving > 0) tx.send(`update core.companies c set domain = r.domain ${changed}`, values)
}

const list = (columns: string[], prefix = '') => columns.map((column) => prefix + column).join(', ')

const UPSERT = `insert into core.companies as c (id, domain, ${list(WIDE)})
  select id, domain, ${list(WIDE)} from json_populate_recordset(null::core.companies, $1::json) order by domain
  on conflict (domain) do update set ${WIDE.map((column) => `${column} = excluded.${column}`).join(', ')}, updated_at = excluded.updated_at
  where (${list(WIDE, 'c.')}) is distinct from (${list(WIDE, 'excluded.')})`
