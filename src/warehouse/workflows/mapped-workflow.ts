import { Type } from 'typebox'
import { boolean, integer, isAbsent, json, numeric, partialDate, text, timestamp } from '../ingest/read-values.ts'
import {
  defineWorkflow,
  type EntityKind,
  type EntityType,
  type ExtractContext,
  type Extraction,
  type Json,
  type Observation,
  type Workflow,
} from './define.ts'
import { factReader } from './fact-readers.ts'
import { readClientKey, readKey } from './mapped-key.ts'
import type { MappedKey, Mapping } from './mapping-schema.ts'
import { mention } from './mention.ts'
import { parsePath, readPath } from './read-path.ts'
import { answerText } from './request-fields.ts'

type Warn = ExtractContext['warn']

export interface MappedDefinition {
  slug: string
  provider: string
  platform: string
  payloadType: string
  entityType: EntityType
  description: string
  /** Null: payloads are kept and nothing is read out of them. */
  mapping: Mapping | null
}

/**
 * A workflow out of its registration: the whole body is the payload, the mapping says what it is about, which typed values
 * go to extracted.records and which facts to the canonical company or person. The mapping must have passed `checkMapping`.
 */
export function mappedWorkflow({ mapping, ...definition }: MappedDefinition): Workflow {
  const source = definition.slug
  const kind = canonicalKind(definition.entityType)
  return defineWorkflow({
    ...definition,
    request: Type.Object({}),
    raw: { table: 'raw.payloads' },
    entityKey: (request) => (mapping === null ? null : keyOf(mapping.subject, request)),
    extract: (request, context) => (mapping === null ? rawOnly : extract(mapping, request, context)),
    answer: (request, settled) => {
      const subject = mapping === null || kind === null ? null : keyOf(mapping.subject, request)
      return {
        extracted_id: settled.rowId('extracted.records'),
        entity_id: subject === null ? null : settled.entityId(subject),
      }
    },
    answerSchema: Type.Object({ extracted_id: answerText, entity_id: answerText }),
  })

  function keyOf(key: MappedKey, body: unknown): string | null {
    const read = kind === null ? readClientKey : readKey
    return read(key.kind, valueAt(body, key.path), key.source ?? source)
  }

  function extract(mapped: Mapping, body: unknown, { rawId, warn }: ExtractContext): Extraction {
    const subject = keyOf(mapped.subject, body)
    if (subject === null) warn('subject_unreadable', mapped.subject.path, valueAt(body, mapped.subject.path))
    const refreshedAt = mapped.refreshed_at
      ? timestamp(valueAt(body, mapped.refreshed_at), mapped.refreshed_at, warn)
      : null
    const row = { workflow_slug: source, entity_key: subject ?? rawId, fields: readFields(mapped, body, warn) }
    return {
      refreshedAt,
      rows: [{ table: 'extracted.records', row }],
      observations: kind === null || subject === null ? [] : observe(mapped, body, kind, subject, warn),
      warnings: [],
    }
  }

  function observe(mapped: Mapping, body: unknown, of: EntityKind, subject: string, warn: Warn): Observation[] {
    const facts = readFacts(mapped, body, of, warn)
    return [
      { kind: of, subject, claims: readClaims(mapped, body, subject, warn), fields: facts },
      ...(of === 'person' ? employer(facts.job) : []),
    ]
  }

  /** A list of values claims each of them. */
  function readClaims(mapped: Mapping, body: unknown, subject: string, warn: Warn): string[] {
    const claimed = (mapped.claims ?? []).flatMap((claim) => {
      const value = valueAt(body, claim.path)
      return (Array.isArray(value) ? value : [value]).flatMap((entry) => {
        const key = readKey(claim.kind, entry, claim.source ?? source)
        if (key === null && !isAbsent(entry)) warn('key_unusable', claim.path, entry)
        return key ?? []
      })
    })
    return [...new Set(claimed)].filter((key) => key !== subject)
  }
}

const rawOnly: Extraction = { rows: [], observations: [], warnings: [], status: 'raw_only' }

function canonicalKind(entityType: EntityType): EntityKind | null {
  return entityType === 'company' || entityType === 'person' ? entityType : null
}

function valueAt(body: unknown, path: string): unknown {
  const steps = parsePath(path)
  return steps === null ? undefined : readPath(body, steps)
}

function readFields(mapping: Mapping, body: unknown, warn: Warn): Record<string, Json> {
  const read: Record<string, Json> = {}
  const named = mapping.fields ?? {}
  for (const [name, { path, type }] of Object.entries(named)) {
    const value = valueAt(body, path)
    if (type === 'date') {
      const date = partialDate(value, name, warn)
      read[name] = date?.date ?? null
      if (date !== null && named[`${name}_precision`] === undefined) read[`${name}_precision`] = date.precision
    } else read[name] = readField(type, value, name, warn)
  }
  return read
}

type FieldType = Exclude<NonNullable<Mapping['fields']>[string]['type'], 'date'>

function readField(type: FieldType, value: unknown, name: string, warn: Warn): Json {
  switch (type) {
    case 'text': {
      const read = text(value)
      if (read === null && !isAbsent(value)) warn('invalid_text', name, value)
      return read
    }
    case 'integer':
      return integer(value, name, warn)
    case 'number': {
      const digits = numeric(value, name, warn)
      return digits === null ? null : Number(digits)
    }
    case 'boolean':
      return boolean(value, name, warn)
    case 'timestamp':
      return timestamp(value, name, warn)
    case 'json':
      // what was parsed from JSON is JSON
      return json(value) as Json
  }
}

function readFacts(mapping: Mapping, body: unknown, kind: EntityKind, warn: Warn): Observation['fields'] {
  const facts: Observation['fields'] = {}
  for (const [name, fact] of Object.entries(mapping.facts ?? {})) {
    const reader = factReader(kind, name)
    if (reader === undefined) continue
    if (typeof reader === 'function') {
      if (typeof fact === 'string') facts[name] = reader(valueAt(body, fact), name, warn)
      continue
    }
    const paths = typeof fact === 'string' ? { [reader.plain ?? '']: fact } : fact
    const parts = Object.fromEntries(Object.entries(paths).map(([part, path]) => [part, valueAt(body, path)]))
    facts[name] = reader.read(parts, name, warn)
  }
  return facts
}

/** The company of somebody's job is mentioned by it. */
function employer(job: Json | undefined): Observation[] {
  if (typeof job !== 'object' || job === null || Array.isArray(job)) return []
  const { domain, company, linkedin_url, start } = job
  return mention({
    domain: typeof domain === 'string' ? domain : null,
    name: typeof company === 'string' ? company : null,
    linkedinUrl: typeof linkedin_url === 'string' ? linkedin_url : null,
    since: typeof start === 'string' ? start : null,
  })
}
