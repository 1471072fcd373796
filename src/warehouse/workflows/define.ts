import { type Static, type TObject, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { FieldError } from '../../errors.ts'
import type { RawTableName, TableName } from '../ingest/tables.ts'

export type EntityType = 'company' | 'person' | 'target_client' | 'client'
export type EntityKind = 'company' | 'person'
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** Something about a payload that was accepted all the same: kept on its raw row and repeated in the answer. */
export interface Warning {
  code: string
  field?: string
  detail?: string
}

/** What one payload says about one entity: values of fields, and keys that it claims for the subject. */
export interface Observation {
  kind: EntityKind
  /** The key the statement is about, such as `domain:acme.com` or `slug:ada`. */
  subject: string
  /** Weaker keys that the payload says belong to the same entity. */
  claims?: string[]
  /** Who says so: the workflow's slug unless given (`mention` for a company named in somebody's job). */
  source?: string
  /** Field to value; null, absent, '' say nothing. See `identity/fields.ts` for the fields of each kind. */
  fields: Record<string, Json | undefined>
  /** Overrides the payload's own time (a mention counts from the start of the job). */
  observedAt?: string
}

export interface Experience {
  company: string | null
  company_domain: string | null
  company_linkedin_url: string | null
  company_org_id: string | null
  title: string | null
  summary: string | null
  locality: string | null
  start_date: string | null
  start_precision: string | null
  end_date: string | null
  end_precision: string | null
  is_current: boolean
}

export interface Education {
  school_name: string | null
  degree: string | null
  field_of_study: string | null
  start_date: string | null
  start_precision: string | null
  end_date: string | null
  end_precision: string | null
  grade: string | null
  activities: string | null
}

/** The jobs and schools of one person, replaced together. `null` for a list that the payload did not bring. */
export interface Career {
  linkedinUrl: string
  subject: string
  experience: Experience[] | null
  education: Education[] | null
}

export interface ExtractedRow {
  table: TableName
  /** Without id, raw_payload_id, observed_at, payload_hash, created_at: the engine adds them. */
  row: Record<string, unknown>
}

/** Everything one payload yields. */
export interface Extraction {
  /** The payload's own refresh time, read strictly (ISO, UTC). Null or absent: the time of arrival counts. */
  refreshedAt?: string | null
  rows: ExtractedRow[]
  observations: Observation[]
  career?: Career
  warnings: Warning[]
  /** 'pending': stored, but the answer needs a later step. 'raw_only': this slug stores raw and nothing else. */
  status?: 'pending' | 'raw_only'
  /** A conflict that stops the extraction of this payload alone: raw is kept, the answer is 409 with this code. */
  conflict?: { code: string; detail: string; key: string }
  /**
   * The LinkedIn page of a company that this payload believes in. When another one is stored for the domain, nothing is
   * extracted: raw is kept, the answer is 409 `linkedin_url_conflict`, and a review item is made.
   */
  expectLinkedIn?: { domain: string; url: string }
  /** Customers that the payload names, for the one list per company and normalised customer name (`core.company_customers`). */
  customers?: CustomerStatement[]
}

/** A company named as the customer of another. */
export interface CustomerStatement {
  originDomain: string
  originName: string | null
  /** As it was written, never cut. */
  customerName: string
  /** Only where the payload itself names it. */
  customerDomain: string | null
  caseStudyUrl: string | null
  hasCaseStudy: boolean | null
  /** `high`, `medium` or `low` where the payload says how sure it is. */
  confidence: string | null
}

export interface ExtractContext {
  /** ISO time of arrival, by the database clock. */
  receivedAt: string
  rawId: string
  warn: (code: string, field: string, value?: unknown) => void
}

/** Facts known after the write, from which the answer is made. */
export interface Settled {
  rawId: string
  /** id of the first row that was written (or already stood) in a table, else null. */
  rowId(table: TableName): string | null
  rowCount(table: TableName): number
  /** Whether that row was new. */
  inserted(table: TableName): boolean
  /** id of the canonical company or person of a subject key, null where it has no core row yet. */
  entityId(subject: string): string | null
  /** Parts of the location that the lookups gave for this raw text, or null. */
  location(raw: string | null | undefined): LocationMatch | null
  title(raw: string | null | undefined): TitleMatch | null
  experienceCount: number
  educationCount: number
  companiesCount: number
  pastEmployersCount: number
}

export interface LocationMatch {
  city: string | null
  state: string | null
  country: string | null
}

export interface TitleMatch {
  cleaned_job_title: string | null
  seniority_level: string | null
  job_function: string | null
}

/** Where payloads of a workflow are kept as they arrived. */
export interface RawTable<Request> {
  table: RawTableName
  /** The table's own columns beside the common ones, from the request. Key columns hold the canonical form. */
  columns?: (request: Request) => Record<string, unknown>
  /** Rows that must stand before the payload can: a portfolio line points to its firm. */
  parents?: (request: Request) => ExtractedRow[]
}

interface WorkflowDefinition<S extends TObject> {
  slug: string
  /** Other slugs under which the same workflow is known to old senders. */
  aliases?: string[]
  provider: string
  platform: string
  payloadType: string
  entityType: EntityType
  description: string
  /** The path that existing senders call. Absent: only /v1/ingest/<slug>. */
  route?: string
  /** What the request body must be. Use `optional()` for fields that may be absent or null. */
  request: S
  /** Members of the request that hold the provider's payload; the first one present is `raw_payload`. Absent: the whole request. */
  payload?: string[]
  raw: RawTable<Static<S>>
  /**
   * What the payload is about, for same-again: a subject key (`slug:ada`) or a natural key; null: the body's hash.
   * Throw `refused(...)` when a required key cannot be read.
   */
  entityKey: (request: Static<S>) => string | null
  extract: (request: Static<S>, context: ExtractContext) => Extraction
  /** The original's answer fields, without `success`. */
  answer: (request: Static<S>, settled: Settled, extraction: Extraction) => Record<string, unknown>
  /** Fields of the answer, for the OpenAPI document. */
  answerSchema: TObject
}

/** A kind of payload with its types erased, as the engine and the routes use it. */
export interface Workflow {
  slug: string
  aliases: string[]
  provider: string
  platform: string
  payloadType: string
  entityType: EntityType
  description: string
  route: string | undefined
  request: TSchema
  answerSchema: TObject
  payload: string[] | undefined
  rawTable: RawTableName
  /** Problems of a request body, empty when it fits. */
  check(request: unknown): FieldError[]
  rawColumns(request: unknown): Record<string, unknown>
  rawParents(request: unknown): ExtractedRow[]
  entityKey(request: unknown): string | null
  extract(request: unknown, context: ExtractContext): Extraction
  answer(request: unknown, settled: Settled, extraction: Extraction): Record<string, unknown>
}

/** A field that may be absent or null: null is what spreadsheets send for an empty cell. */
export function optional<S extends TSchema>(schema: S) {
  return Type.Optional(Type.Union([schema, Type.Null()]))
}

/**
 * Turns a definition into a workflow. The request schema is compiled once; after `check` found nothing the request is
 * known to be of the definition's type, which is the one place where that is asserted.
 */
export function defineWorkflow<S extends TObject>(definition: WorkflowDefinition<S>): Workflow {
  // Compiled at first use: most installations see a few of the kinds, and compiling all of them delays every start.
  let compiled: ReturnType<typeof Compile<S>> | undefined
  return {
    slug: definition.slug,
    aliases: definition.aliases ?? [],
    provider: definition.provider,
    platform: definition.platform,
    payloadType: definition.payloadType,
    entityType: definition.entityType,
    description: definition.description,
    route: definition.route,
    request: definition.request,
    answerSchema: definition.answerSchema,
    payload: definition.payload,
    rawTable: definition.raw.table,
    check(request) {
      compiled ??= Compile(definition.request)
      const validator = compiled
      if (validator.Check(request)) return []
      return validator.Errors(request).map((error) => ({
        pointer: error.instancePath === '' ? '/' : error.instancePath,
        code: error.keyword,
        message: error.message,
      }))
    },
    rawColumns: (request) => definition.raw.columns?.(request as Static<S>) ?? {},
    rawParents: (request) => definition.raw.parents?.(request as Static<S>) ?? [],
    entityKey: (request) => definition.entityKey(request as Static<S>),
    extract: (request, context) => definition.extract(request as Static<S>, context),
    answer: (request, settled, extraction) => definition.answer(request as Static<S>, settled, extraction),
  }
}
