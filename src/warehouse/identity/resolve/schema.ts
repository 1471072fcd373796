import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import { CompanyData, PersonData } from './core-rows.ts'

/** Most requests of one call, and most values of one parameter. */
export const mostRequests = 1_000
const mostValues = 10
export const mostCandidates = 20

const text = Type.String({ maxLength: 2_000 })
/** What a table's empty column sends counts as absent. */
const Text = (description: string, ...examples: string[]) =>
  Type.Optional(Type.Union([text, Type.Null()], { description, examples }))
const Texts = (description: string, ...examples: string[]) =>
  Type.Optional(Type.Union([text, Type.Array(text, { maxItems: mostValues }), Type.Null()], { description, examples }))
const TextOrNumber = (description: string, ...examples: (string | number)[]) =>
  Type.Optional(Type.Union([text, Type.Integer(), Type.Null()], { description, examples }))

const place = {
  location: Text('Place as one text, read as far as it can be', 'London, England, United Kingdom'),
  city: Text('Also `locality`'),
  locality: Text('Also `city`'),
  state: Text('Also `region`'),
  region: Text('Also `state`'),
  country: Text('In any usual spelling', 'United States', 'US'),
}

export const companyParams = {
  id: Text('Id of a company here; an id that was merged leads to the one it became part of'),
  domain: Texts('Any form', 'acme.com'),
  website: Texts('Any form; read as `domain` is', 'https://www.acme.com/about'),
  linkedin_url: Texts('Company page in any form, also by number', 'linkedin.com/company/acme'),
  profile: Texts('Also `linkedin_url`'),
  linkedin_id: TextOrNumber('Number of the organisation', 1441, 'urn:li:organization:1441'),
  email: Texts("Somebody's address there; free-mail addresses say nothing", 'ada@acme.com'),
  ticker: Text('Of a traded company that is stored with it', 'ACME'),
  name: Text('Name, with or without legal form', 'Acme, Inc.'),
  ...place,
}

export const personParams = {
  id: Text('Id of a person here; an id that was merged leads to the one it became part of'),
  linkedin_url: Texts('Profile in any form, Sales Navigator included', 'linkedin.com/in/ada'),
  profile: Texts('Also `linkedin_url`'),
  linkedin_id: TextOrNumber('Member id, number or urn', 71000321, 'urn:li:member:71000321'),
  email: Texts("Work address; a role's mailbox or a free-mail address identifies nobody", 'ada@acme.com'),
  work_email: Texts('Also `email`'),
  name: Text('Full name', 'Ada Lovelace'),
  full_name: Text('Also `name`'),
  first_name: Text('Given name'),
  middle_name: Text('Middle name or initial'),
  last_name: Text('Family name'),
  company: Text('Current employer: name, domain or LinkedIn page', 'Acme, Inc.'),
  company_name: Text("Current employer's name"),
  company_domain: Text("Current employer's domain, in any form"),
  company_linkedin_url: Text("Current employer's LinkedIn page"),
  ...place,
}

const Required = Type.Optional(
  Type.Union([Type.String({ maxLength: 1_000 }), Type.Null()], {
    description: 'Fields the answer must have, joined by AND, OR, NOT and brackets; an answer without them is a miss',
    examples: ['linkedin_url AND (country OR city)'],
  }),
)
const MinLikelihood = Type.Optional(
  Type.Union([Type.Integer({ minimum: 1, maximum: 10 }), Type.Null()], {
    description: 'What is less likely than this is a miss. 2 unless given',
  }),
)
const Metadata = Type.Optional(Type.Unknown({ description: 'Any JSON; comes back with the answer' }))
const options = { min_likelihood: MinLikelihood, required: Required }
const strict = { additionalProperties: false }

/** One of `params` in the body itself, or up to 1,000 in `requests`. Which of the two it is decides `isBatch`. */
function resolveBody<Params extends TProperties>(params: Params) {
  return Type.Object(
    {
      ...params,
      ...options,
      metadata: Metadata,
      requests: Type.Optional(
        Type.Array(Type.Object({ params: Type.Object(params, strict), metadata: Metadata, ...options }, strict), {
          minItems: 1,
          maxItems: mostRequests,
          description:
            'Answered in this order. `min_likelihood` and `required` hold for all that have none of their own',
        }),
      ),
    },
    strict,
  )
}

export const ResolveCompanies = resolveBody(companyParams)
export const ResolvePeople = resolveBody(personParams)

function identifyBody<Params extends TProperties>(params: Params) {
  const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: mostCandidates, default: mostCandidates }))
  return Type.Object({ ...params, ...options, limit }, strict)
}

export const IdentifyCompanies = identifyBody(companyParams)
export const IdentifyPeople = identifyBody(personParams)

const CompanyParams = Type.Object(companyParams)
const PersonParams = Type.Object(personParams)
export type CompanyParams = Static<typeof CompanyParams>
export type PersonParams = Static<typeof PersonParams>

export const Conflict = Type.Object({
  field: Type.String({ description: 'The parameter that contradicts' }),
  given: Type.String(),
  stored: Type.Union([Type.String(), Type.Null()], { description: 'What stands there, or null' }),
  id: Type.Union([Type.String(), Type.Null()], { description: 'The other one whom the parameter names, or null' }),
})
export type Conflict = Static<typeof Conflict>

const Candidate = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.Union([Type.String(), Type.Null()]),
  likelihood: Type.Integer(),
  matched: Type.Array(Type.String()),
})

const Failure = Type.Object({ code: Type.String(), message: Type.String() })

function answered<Data extends TSchema>(data: Data) {
  return {
    status: Type.Integer({ description: '200 found, 404 a miss, 422 nothing to go by' }),
    match_status: Type.Boolean(),
    likelihood: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description: 'How sure it is' })),
    matched: Type.Optional(Type.Array(Type.String(), { description: 'The parameters that agree' })),
    conflicts: Type.Optional(
      Type.Array(Conflict, { description: 'The parameters that contradict; each costs likelihood' }),
    ),
    id: Type.Optional(Type.String({ format: 'uuid' })),
    redirected_from: Type.Optional(Type.String({ description: 'The id that was asked for, merged since' })),
    keys: Type.Optional(Type.Array(Type.String(), { description: 'All keys of it, at most 100' })),
    ignored: Type.Optional(
      Type.Array(Type.String(), { description: "Parameters that say nothing: unreadable, or everybody's" }),
    ),
    data: Type.Optional(data),
    reason: Type.Optional(
      Type.Enum(['not_found', 'ambiguous', 'below_min_likelihood', 'required_missing'], {
        description: 'Why it is a miss',
      }),
    ),
    candidates: Type.Optional(
      Type.Array(Candidate, { description: 'Whom it may be, when that cannot be told; at most 5' }),
    ),
    truncated: Type.Optional(
      Type.Literal(true, { description: 'More share this name than were looked at: say more, such as the company' }),
    ),
    metadata: Type.Optional(Type.Unknown()),
    error: Type.Optional(Failure),
  }
}

/** One answer, or `results` for `requests`. */
function resolveAnswer<Data extends TSchema>(data: Data) {
  const one = answered(data)
  const { status, match_status, ...rest } = one
  return Type.Object({
    success: Type.Literal(true),
    status: Type.Optional(status),
    match_status: Type.Optional(match_status),
    ...rest,
    results: Type.Optional(Type.Array(Type.Object(one), { description: 'Of `requests`, in their order' })),
  })
}

export interface ResolveOptions {
  min_likelihood?: number | null
  required?: string | null
}

export interface ResolveRequest<Params> extends ResolveOptions {
  params: Params
  metadata?: unknown
}

export const CompaniesResolved = resolveAnswer(CompanyData)
export const PeopleResolved = resolveAnswer(PersonData)

function identifyAnswer<Data extends TSchema>(data: Data) {
  return Type.Object({
    success: Type.Literal(true),
    match_status: Type.Boolean(),
    candidates: Type.Array(
      Type.Object({
        id: Type.String({ format: 'uuid' }),
        likelihood: Type.Integer({ minimum: 1, maximum: 10 }),
        matched: Type.Array(Type.String()),
        reasons: Type.Array(Type.String(), { description: 'What speaks for it and what against it, in words' }),
        conflicts: Type.Array(Conflict),
        keys: Type.Array(Type.String()),
        data,
      }),
      { description: 'Likeliest first' },
    ),
    truncated: Type.Boolean({ description: 'More share this name than were looked at' }),
  })
}

export const CompaniesIdentified = identifyAnswer(CompanyData)
export const PeopleIdentified = identifyAnswer(PersonData)
