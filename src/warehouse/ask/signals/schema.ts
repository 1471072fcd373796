import { type Static, Type } from 'typebox'

const Time = Type.Unsafe<Date>(Type.String({ format: 'date-time' }))
const TimeOrNull = Type.Union([Time, Type.Null()])
const TextOrNull = Type.Union([Type.String(), Type.Null()])
const DayOrNull = Type.Union([Type.String({ format: 'date' }), Type.Null()])
const Id = Type.String({ format: 'uuid' })
const IdOrNull = Type.Union([Id, Type.Null()])
const Level = Type.Enum(['company', 'person'])

export const ClientDomain = Type.String({
  minLength: 1,
  maxLength: 300,
  description: "The client's domain, in any form",
})

/** A signal as a client is told it, with what says so. */
export const Signal = Type.Object({
  id: Id,
  client_domain: Type.String(),
  signal_slug: Type.String(),
  signal_level: Level,
  signal_category: TextOrNull,
  company_domain: TextOrNull,
  company_name: TextOrNull,
  person_linkedin_url: TextOrNull,
  person_name: TextOrNull,
  is_senior: Type.Union([Type.Boolean(), Type.Null()], { description: 'Whether the person decides; null: not known' }),
  happened_on: DayOrNull,
  signal_detected_at: Time,
  fed_at: Type.Unsafe<Date>(Type.String({ format: 'date-time', description: 'When it came into the feed: its order' })),
  origin: Type.Enum(['payload', 'lead', 'icp', 'snapshot'], {
    description:
      'Why this client is told: its payload named the client; the person or company is among its leads; the person matches ' +
      'its ICP; the client sent the list of people',
  }),
  confidence: Type.Union([Type.Integer(), Type.Null()], { description: '0 to 100; null where the source states none' }),
  reduced_confidence_reasons: Type.Array(Type.Unknown()),
  raw_payload_id: Type.Union([Id, Type.Null()], { description: 'The payload that says so' }),
  extracted_id: Type.Union([Id, Type.Null()], { description: 'The row that was extracted from it' }),
  evidence: Type.Object(
    {
      rows: Type.Optional(
        Type.Array(Type.Object({ table: Type.String(), id: IdOrNull }), { description: 'All rows that say so' }),
      ),
      previous: Type.Optional(Type.Object({}, { description: 'Title, company, dates before' })),
      new: Type.Optional(Type.Object({}, { description: 'Title, company, dates now' })),
      signal: Type.Optional(Type.Object({}, { description: 'All columns of the extracted row' })),
    },
    { description: 'What it says, and where that stands. Values that are not known are absent' },
  ),
  is_read: Type.Boolean(),
  is_actioned: Type.Boolean(),
  read_at: TimeOrNull,
  actioned_at: TimeOrNull,
})
export type Signal = Static<typeof Signal>

/** One kind of signal. */
export const CatalogueEntry = Type.Object({
  signal_slug: Type.String(),
  signal_level: Level,
  signal_category: Type.String(),
  source: Type.String({ description: 'galena: made here from what is stored' }),
  source_signal_name: TextOrNull,
  description: TextOrNull,
  required_inputs: Type.Unknown(),
  output_fields: Type.Unknown(),
  is_active: Type.Boolean({ description: 'Inactive ones are neither put into feeds nor shown in them' }),
})
export type CatalogueEntry = Static<typeof CatalogueEntry>

/** A person in a list of a company's people. */
export const ListedPerson = Type.Object({
  linkedin_url: Type.String({ minLength: 1, maxLength: 500 }),
  title: Type.Optional(Type.Union([Type.String({ maxLength: 1000 }), Type.Null()])),
  full_name: Type.Optional(Type.Union([Type.String({ maxLength: 500 }), Type.Null()])),
})

/** Somebody who joined, left, or has another title. */
export const PeopleChange = Type.Object({
  change: Type.Enum(['hire', 'departure', 'title_change']),
  linkedin_url: Type.String(),
  person_id: IdOrNull,
  full_name: TextOrNull,
  title: TextOrNull,
  previous_title: TextOrNull,
  seniority: TextOrNull,
  previous_seniority: TextOrNull,
  is_senior: Type.Boolean(),
  other_company_domain: Type.Union([Type.String(), Type.Null()], {
    description: 'Where a hire came from, where a departure went to, as core has it',
  }),
  other_company_name: TextOrNull,
  confidence: Type.Integer({ minimum: 0, maximum: 100 }),
  reduced_confidence_reasons: Type.Array(Type.String()),
  evidence: Type.Object(
    {},
    { description: 'What core says about the person: current and former job, with their rows' },
  ),
})
export type PeopleChange = Static<typeof PeopleChange>

const Counts = {
  total_people_count: Type.Integer(),
  people_added_count: Type.Integer(),
  people_removed_count: Type.Integer(),
  title_changed_count: Type.Integer(),
  senior_added_count: Type.Integer(),
  senior_removed_count: Type.Integer(),
}

/** A list of a company's people of one day, against the one before. */
export const Snapshot = Type.Object({
  id: Id,
  batch_id: Type.String(),
  company_domain: TextOrNull,
  company_linkedin_url: TextOrNull,
  company_name: TextOrNull,
  client_domains: Type.Array(Type.String(), { description: 'Clients that sent it' }),
  snapshot_date: Type.String({ format: 'date' }),
  source: TextOrNull,
  is_initial_check: Type.Boolean({ description: 'The first list of the company: there is nothing to compare it with' }),
  previous_batch_id: TextOrNull,
  previous_snapshot_date: DayOrNull,
  ...Counts,
  ignored_count: Type.Integer({ description: 'Entries without a LinkedIn profile URL, and repeated ones' }),
  created_at: Time,
})
export type Snapshot = Static<typeof Snapshot>
