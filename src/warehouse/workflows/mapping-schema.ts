import { type Static, Type } from 'typebox'

/** Where a value stands in the request body: `company.website` (a number is a position in a list) or a JSON pointer. */
const Path = Type.String({
  minLength: 1,
  maxLength: 500,
  pattern: '^(/|[^/.])',
  description: 'Dotted path or JSON pointer into the request body',
  examples: ['company.website', '/company/website'],
})

/** What kind of key a value is. A person is about linkedin, member, salesnav, email or record; a company about the rest. */
const Key = Type.Object(
  {
    path: Path,
    kind: Type.Enum(['record', 'domain', 'linkedin', 'org', 'clay', 'member', 'salesnav', 'email'], {
      description:
        '`record`: an id of the source itself, kept apart by workflow. `domain`, `linkedin`, `email`: any usual spelling. ' +
        '`org`, `clay`: ids of a company. `member`, `salesnav`: ids of a person.',
    }),
  },
  { additionalProperties: false },
)

const Field = Type.Object(
  {
    path: Path,
    type: Type.Enum(['text', 'integer', 'number', 'boolean', 'date', 'timestamp', 'json'], {
      description: 'A value that does not fit is null with a warning; dates are never rolled over',
    }),
  },
  { additionalProperties: false },
)

/** How payloads of a workflow that was registered at run time are read: no code, no deploy. */
export const Mapping = Type.Object(
  {
    /** What a payload is about. */
    subject: Key,
    claims: Type.Optional(Type.Array(Key, { maxItems: 20, description: 'Weaker keys of the same company or person' })),
    refreshed_at: Type.Optional(
      Type.Union([Path, Type.Null()], {
        description: "Where the payload's own time stands; absent: its arrival counts",
      }),
    ),
    fields: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]{0,62}$' }), Field, {
        additionalProperties: false,
        maxProperties: 200,
        description: 'Typed values by name, kept in extracted.records',
      }),
    ),
    facts: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]{0,62}$' }), Path, {
        additionalProperties: false,
        maxProperties: 100,
        description: 'Fields of the canonical company or person, such as `name` or `industry`, by where they stand',
      }),
    ),
  },
  { additionalProperties: false },
)
export type Mapping = Static<typeof Mapping>
