import { type TSchema, Type } from 'typebox'
import { ListMeta } from '../search/schema.ts'
import { COMPANY_SORTS, PEOPLE_SORTS } from '../search/sorts.ts'
import { CompanyCriteria, Criteria, PersonCriteria } from './criteria.ts'

const Nullable = <T extends TSchema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description })
const text = Nullable(Type.String())
const count = Nullable(Type.Integer())
const id = Type.String({ format: 'uuid' })
const time = Type.String({ description: 'ISO time' })
const success = Type.Literal(true)
const Answer = Type.Enum(['yes', 'no', 'insufficient_data'])

export const Domain = Type.String({ minLength: 1, maxLength: 500, description: 'Whose ICP; a domain in any form' })
export const Slug = Type.String({
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  maxLength: 80,
  description: 'A named ICP of the domain; without it, the one of the domain itself',
})

const members = (part: { properties: object }) => Object.keys(part.properties).join(', ')
const company_criteria = Type.Optional(
  Type.Unknown({ description: `An object with any of ${members(CompanyCriteria)}` }),
)
const person_criteria = Type.Optional(Type.Unknown({ description: `An object with any of ${members(PersonCriteria)}` }))
const Notes = Nullable(Type.String({ maxLength: 10_000, pattern: '^[^\\u0000]*$' }), 'For people: nothing reads them')

export const IcpBody = Type.Object(
  { company_criteria, person_criteria, notes: Type.Optional(Notes) },
  { additionalProperties: false },
)

export const Icp = Type.Object({
  id,
  domain: Type.String(),
  slug: Nullable(Type.String(), 'Null: the ICP of the domain itself'),
  ...Criteria.properties,
  notes: text,
  version: Type.Integer(),
  warnings: Type.Array(Type.String(), { description: 'What a payload wrote and nobody can fit, or cannot be read' }),
  created_at: time,
  updated_at: time,
})
export const IcpAnswer = Type.Object({ success, ...Icp.properties })
export const IcpList = Type.Object({ success, data: Type.Array(Icp), meta: Type.Omit(ListMeta, ['behind']) })
export const IcpVersions = Type.Object({
  success,
  data: Type.Array(
    Type.Object({
      version: Type.Integer(),
      company_criteria: Type.Unknown(),
      person_criteria: Type.Unknown(),
      notes: text,
      deleted: Type.Boolean(),
      changed_by: Type.String({ description: 'The key that did it; "payload": an ingested one' }),
      changed_at: time,
    }),
  ),
})

/** What every question about an ICP may begin with. */
const source = {
  domain: Type.Optional(Domain),
  slug: Type.Optional(Slug),
  company_criteria,
  person_criteria,
}
const find = Type.Optional(
  Type.Array(Type.Enum(['companies', 'people']), {
    minItems: 1,
    maxItems: 2,
    uniqueItems: true,
    description: 'Both unless given',
  }),
)

const filter = Type.Optional(
  Type.Unknown({ description: 'A filter of searches that all must pass, beside the ICP; find one kind' }),
)

export const MatchBody = Type.Object(
  {
    ...source,
    find,
    filter,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 2_000, description: '`cursor` of the page before; find one kind' })),
    sort: Type.Optional(
      Type.Enum([...new Set([...PEOPLE_SORTS, ...COMPANY_SORTS])], { description: 'As in searches; find one kind' }),
    ),
    count: Type.Optional(
      Type.Enum(['exact', 'estimated', 'none'], {
        description: 'Unless given exact up to 100,000 and estimated above',
      }),
    ),
    count_only: Type.Optional(Type.Boolean({ default: false })),
    near_misses: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Also those who fail one criterion only, and those of whom too little is known',
      }),
    ),
    near_miss_limit: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 50, default: 5, description: 'Shown of each group' }),
    ),
  },
  { additionalProperties: false },
)

export const ExplainBody = Type.Object(
  {
    ...source,
    company: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'Domain, LinkedIn page or id' })),
    person: Type.Optional(
      Type.String({ minLength: 1, maxLength: 500, description: 'LinkedIn URL, work e-mail or id' }),
    ),
  },
  { additionalProperties: false },
)

export const WhatIfBody = Type.Object(
  {
    ...source,
    changes: Type.Object(
      { company_criteria, person_criteria },
      { additionalProperties: false, description: 'Criteria that are to be different; null takes one away' },
    ),
    find,
    filter,
    samples: Type.Optional(Type.Integer({ minimum: 0, maximum: 50, default: 5, description: 'Shown of each side' })),
  },
  { additionalProperties: false },
)

const Receipt = Type.Array(
  Type.Object({
    criterion: Type.String(),
    answer: Answer,
    wanted: Type.Unknown({ description: 'A list of values, or {min, max}' }),
    value: Type.Unknown({ description: 'What was looked at; null: unknown' }),
    matched: Type.Array(Type.String()),
    by: Nullable(Type.Integer(), 'How far outside: over is positive, under negative'),
    says: Type.String(),
  }),
)
const Verdict = {
  verdict: Answer,
  receipt: Receipt,
  near_miss: Nullable(Type.String(), 'The only criterion that fails, while all others hold'),
}
const Subject = {
  id,
  company: Nullable(
    Type.Object({
      ...{ id, domain: Type.String(), name: text, industry: text, employee_count: count },
      ...{ size_range: text, country: text, founded_year: count },
    }),
    'The company, or the current employer',
  ),
  person: Nullable(
    Type.Object({
      ...{ id, linkedin_url: Type.String(), full_name: text, title: text, cleaned_title: text, seniority: text },
      ...{ seniority_is_inferred: Type.Boolean(), job_start_date: text, company_domain: text, company_name: text },
    }),
  ),
}
const Judged = Type.Object({ ...Subject, ...Verdict })
const total = Type.Integer()
const total_is = Type.Enum(['exact', 'estimated'])
const Filter = Type.Unknown({ description: 'All of them, as `filter` of POST /v1/{companies|people}/search' })
const Group = { total, total_is, filter: Filter, data: Type.Array(Judged) }

const asked = {
  success,
  icp: Nullable(
    Type.Object({ domain: Type.String(), slug: text, version: Type.Integer() }),
    'The stored ICP; null: criteria of the request',
  ),
  criteria: Criteria,
  warnings: Type.Array(Type.String()),
  behind: Type.Optional(
    Type.Literal(true, { description: 'Much was stored just now, and not all of it can be found yet' }),
  ),
}

const Matches = Type.Object({
  total: Nullable(total),
  total_is: Type.Enum(['exact', 'estimated', 'none']),
  filter: Filter,
  data: Type.Optional(Type.Array(Judged)),
  cursor: Type.Optional(Nullable(Type.String(), 'Null: this was the last page')),
  near_misses: Type.Optional(Type.Array(Type.Object({ criterion: Type.String(), ...Group }))),
  insufficient_data: Type.Optional(Type.Object(Group)),
})
export const MatchAnswer = Type.Object({ ...asked, companies: Type.Optional(Matches), people: Type.Optional(Matches) })

export const ExplainAnswer = Type.Object({
  ...asked,
  kind: Type.Enum(['companies', 'people']),
  ...Judged.properties,
  past_verdicts: Type.Array(
    Type.Object({ is_match: Nullable(Type.Boolean()), match_reason: text, observed_at: time, raw_payload_id: text }),
    { description: 'What was stored about this company and the domain of the ICP, the newest first' },
  ),
})

const Movers = Type.Object({
  ...{ total, total_is, filter: Filter },
  data: Type.Array(Type.Object({ ...Subject, before: Type.Object(Verdict), after: Type.Object(Verdict) })),
})
const Count = Type.Object({ total, total_is })
const Difference = Type.Optional(Type.Object({ before: Count, after: Count, enter: Movers, leave: Movers }))
export const WhatIfAnswer = Type.Object({ ...asked, changed: Criteria, companies: Difference, people: Difference })
