import { type Static, Type } from 'typebox'
import { textField } from '../../workflows/request-fields.ts'

const strict = { additionalProperties: false }
const TextOrNull = Type.Union([Type.String(), Type.Null()])
const IdOrNull = Type.Union([Type.String({ format: 'uuid' }), Type.Null()])
const Domain = Type.String({ description: 'Domain of the prospect for whom the demo is made' })

/** Most items of one link-batch, and most leads of one page. */
export const mostLeads = 1_000

export const IngestBody = Type.Object(
  {
    target_client_domain: Domain,
    form_id: textField,
    form_title: textField,
    first_name: textField,
    last_name: textField,
    full_name: textField,
    person_linkedin_url: textField,
    work_email: textField,
    company_domain: textField,
    company_name: textField,
    company_linkedin_url: textField,
    source: textField,
  },
  strict,
)
export type IngestBody = Static<typeof IngestBody>

export const LinkBody = Type.Object(
  {
    target_client_domain: Domain,
    company_domain: textField,
    person_linkedin_url: textField,
    person_email: textField,
    source: textField,
    form_id: textField,
    form_title: textField,
  },
  strict,
)
export type LinkBody = Static<typeof LinkBody>

export const LinkItem = Type.Object(
  {
    company_domain: textField,
    person_linkedin_url: textField,
    person_email: textField,
    first_name: textField,
    last_name: textField,
    full_name: textField,
  },
  strict,
)
export type LinkItem = Static<typeof LinkItem>

export const LinkBatchBody = Type.Object(
  {
    target_client_domain: Domain,
    leads: Type.Array(LinkItem, { minItems: 1, maxItems: mostLeads }),
    source: textField,
    form_id: textField,
    form_title: textField,
  },
  strict,
)
export type LinkBatchBody = Static<typeof LinkBatchBody>

export const ListBody = Type.Object(
  {
    target_client_domain: Domain,
    source: textField,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: mostLeads, default: mostLeads })),
    cursor: Type.Optional(Type.String({ maxLength: 300, description: 'meta.cursor of the page before' })),
  },
  strict,
)
export type ListBody = Static<typeof ListBody>

export const EnrichedCompany = Type.Object({
  id: Type.String({ format: 'uuid' }),
  domain: TextOrNull,
  name: TextOrNull,
  linkedin_url: TextOrNull,
  industry: TextOrNull,
  employee_count: Type.Union([Type.Integer(), Type.Null()]),
  city: TextOrNull,
  state: TextOrNull,
  country: TextOrNull,
})
export type EnrichedCompany = Static<typeof EnrichedCompany>

export const EnrichedPerson = Type.Object({
  id: Type.String({ format: 'uuid' }),
  full_name: TextOrNull,
  linkedin_url: TextOrNull,
  title: TextOrNull,
  seniority: TextOrNull,
  department: TextOrNull,
})
export type EnrichedPerson = Static<typeof EnrichedPerson>

export const TargetClientLead = Type.Object({
  id: Type.String({ format: 'uuid' }),
  target_client_domain: Type.String(),
  first_name: TextOrNull,
  last_name: TextOrNull,
  full_name: TextOrNull,
  person_linkedin_url: TextOrNull,
  work_email: TextOrNull,
  company_domain: TextOrNull,
  company_name: TextOrNull,
  company_linkedin_url: TextOrNull,
  source: TextOrNull,
  form_id: TextOrNull,
  form_title: TextOrNull,
  created_at: Type.Unsafe<Date>(Type.String({ format: 'date-time' })),
  core_company_id: IdOrNull,
  core_person_id: IdOrNull,
  enriched_company: Type.Union([EnrichedCompany, Type.Null()]),
  enriched_person: Type.Union([EnrichedPerson, Type.Null()]),
})
export type TargetClientLead = Static<typeof TargetClientLead>

export const Ingested = Type.Object({
  success: Type.Literal(true),
  lead_id: Type.String({ format: 'uuid' }),
  person_id: Type.String({ format: 'uuid' }),
  company_id: IdOrNull,
  core_company_id: IdOrNull,
  core_person_id: IdOrNull,
  deduplicated: Type.Boolean({ description: 'The lead stood there already; what it lacked was filled in' }),
})

const linked = {
  core_company_id: IdOrNull,
  core_person_id: IdOrNull,
  company_found: Type.Boolean(),
  person_found: Type.Boolean(),
}
export const Linked = Type.Object({
  success: Type.Literal(true),
  lead_id: Type.String({ format: 'uuid' }),
  ...linked,
  deduplicated: Type.Boolean(),
})
export const LinkResult = Type.Object({
  index: Type.Integer({ description: 'Place in `leads`, from 0' }),
  success: Type.Boolean(),
  lead_id: IdOrNull,
  ...linked,
  error: Type.Optional(Type.String()),
})
export type LinkResult = Static<typeof LinkResult>
export const LinkedBatch = Type.Object({
  success: Type.Literal(true),
  total: Type.Integer(),
  linked: Type.Integer(),
  failed: Type.Integer(),
  results: Type.Array(LinkResult),
})
export const Listed = Type.Object({
  success: Type.Literal(true),
  leads: Type.Array(TargetClientLead),
  count: Type.Integer({ description: 'Leads in this answer' }),
  meta: Type.Object({
    total: Type.Union([Type.Integer(), Type.Null()]),
    total_is: Type.Union([Type.Literal('exact'), Type.Literal('estimated'), Type.Literal('none')]),
    limit: Type.Integer(),
    cursor: Type.Union([Type.String(), Type.Null()]),
  }),
})
