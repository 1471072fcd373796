import { type Static, Type } from 'typebox'

/** Where a value stands in the request body. What it must look like: see `readPath`. */
const Path = Type.String({
  minLength: 1,
  maxLength: 500,
  description:
    'Where the value stands in the body: a dotted path (`company.sites.0.url`) or, beginning with a slash, a JSON pointer (`/company/sites/0/url`)',
  examples: ['company.website', '/company/website'],
})

export const keyKinds = [
  'record',
  'domain',
  'linkedin_company',
  'org',
  'clay',
  'linkedin_person',
  'member',
  'salesnav',
  'email',
] as const

const Key = Type.Object(
  {
    kind: Type.Enum([...keyKinds], {
      description:
        'What the value is. `record`: an id of the source itself. Of companies: `domain`, `linkedin_company` (URL or slug), ' +
        '`org` (LinkedIn organisation id), `clay`. Of people: `linkedin_person` (URL or slug), `member` (LinkedIn profile id ' +
        'or urn), `salesnav` (lead URL or urn), `email`. Any usual spelling is read. Free-mail domains and shared mailboxes ' +
        'identify nobody.',
    }),
    path: Path,
    source: Type.Optional(
      Type.String({
        pattern: '^[a-z][a-z0-9_-]{0,62}$',
        description:
          'For `record`: whose ids these are, for workflows that share them. Absent: the slug of the workflow.',
      }),
    ),
  },
  { additionalProperties: false },
)

const Field = Type.Object(
  {
    path: Path,
    type: Type.Enum(['text', 'integer', 'number', 'boolean', 'date', 'timestamp', 'json'], {
      description:
        'How the value is read. One that does not fit is null, with a warning. `date` takes "2019" and "2019-04" as well, as ' +
        'the first day, with the precision in `<name>_precision`. `timestamp` is RFC 3339.',
    }),
  },
  { additionalProperties: false },
)

const Fact = Type.Union([
  Path,
  Type.Record(Type.String(), Path, {
    maxProperties: 10,
    description:
      'For fields of several parts: `location` {raw, city, state, country}, `job` {title, company, domain, …}',
  }),
])

/** How payloads of a workflow that was registered at run time are read: no code, no deploy. The whole body is the payload. */
export const Mapping = Type.Object(
  {
    subject: Type.Object(Key.properties, {
      additionalProperties: false,
      description:
        'What a payload is about. Payloads without a readable subject are kept, but say nothing about anybody.',
    }),
    claims: Type.Optional(
      Type.Array(Key, {
        maxItems: 20,
        description:
          'Other keys of the same company or person. Each must be weaker than the subject: record, domain, linkedin_company, ' +
          'org and clay; record, linkedin_person, member, salesnav, email.',
      }),
    ),
    refreshed_at: Type.Optional(
      Type.Union([Path, Type.Null()], {
        description: "Where the payload's own time stands (RFC 3339). Absent: its arrival counts. Newer values win.",
      }),
    ),
    fields: Type.Optional(
      Type.Record(Type.String(), Field, {
        maxProperties: 200,
        description: 'Typed values by name (lower case, digits, underscores), kept in extracted.records',
      }),
    ),
    facts: Type.Optional(
      Type.Record(Type.String(), Fact, {
        maxProperties: 50,
        description:
          'Fields of the canonical company or person, such as `name`, `industry`, `employee_count`, `full_name` or `headline`, by where they stand',
      }),
    ),
  },
  { additionalProperties: false },
)
export type Mapping = Static<typeof Mapping>
export type MappedKey = Static<typeof Key>
