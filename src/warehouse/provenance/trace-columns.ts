import { sameValue } from '../identity/merge-observation.ts'
import type { EntityKind, Json } from '../workflows/define.ts'
import type { ColumnOrigin, FieldView } from './schema.ts'

/** Columns of core.companies and core.people that show a field of another name, or a member of one. */
const SHOWN: Record<EntityKind, Record<string, readonly [field: string, member?: string]>> = {
  company: {
    linkedin_org_id: ['org_id'],
    city: ['location', 'city'],
    state: ['location', 'state'],
    country: ['location', 'country'],
    locality: ['location', 'raw'],
  },
  person: {
    linkedin_user_profile_urn: ['urn'],
    title: ['job', 'title'],
    company_name: ['job', 'company'],
    company_domain: ['job', 'domain'],
    company_linkedin_url: ['job', 'linkedin_url'],
    job_start_date: ['job', 'start'],
    seniority: ['cleaned_title', 'seniority_level'],
    department: ['cleaned_title', 'job_function'],
    city: ['location', 'city'],
    state: ['location', 'state'],
    country: ['location', 'country'],
    location_name: ['location', 'raw'],
  },
}

/** Columns that follow from the keys of the entity, or belong to the row itself. */
const NAMES = new Set([
  'id',
  'domain',
  'linkedin_slug',
  'linkedin_url_type',
  'core_company_id',
  'created_at',
  'updated_at',
])

/**
 * From which field each column of the core row comes: as the field has it (`value`), or as the reference tables read it
 * (`reference`): what was taught about a title, a location, an industry. Columns without a value are left out.
 */
export function traceColumns(
  kind: EntityKind,
  row: Record<string, unknown> | null,
  fields: Record<string, FieldView>,
): Record<string, ColumnOrigin> {
  const traced: Record<string, ColumnOrigin> = {}
  for (const [column, shown] of Object.entries(row ?? {})) {
    if (shown === null || NAMES.has(column)) continue
    if (kind === 'person' && column === 'linkedin_url') continue
    const [field, member] = SHOWN[kind][column] ?? [column]
    const from = fields[field]
    if (from !== undefined && sameValue(memberOf(from.value as Json, member), shown)) {
      traced[column] = origin(field, from, 'value')
      continue
    }
    const source = readFrom(kind, column, field, fields)
    if (source !== undefined) traced[column] = origin(source[0], source[1], 'reference')
  }
  return traced
}

/** The field whose value the reference tables were asked about. */
function readFrom(
  kind: EntityKind,
  column: string,
  field: string,
  fields: Record<string, FieldView>,
): [string, FieldView] | undefined {
  const asked = kind === 'person' && (column === 'seniority' || column === 'department') ? 'job' : field
  const from = fields[asked]
  return from === undefined ? undefined : [asked, from]
}

function memberOf(value: Json, member: string | undefined): Json {
  if (member === undefined) return value
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value[member] ?? null) : null
}

function origin(field: string, { source, observed_at, payload_id }: FieldView, by: ColumnOrigin['by']): ColumnOrigin {
  return { field, by, source, observed_at, payload_id }
}
