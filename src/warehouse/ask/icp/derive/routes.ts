import { Type } from 'typebox'
import { asOperator, type Database } from '../../../../db/database.ts'
import { type App, problems } from '../../../../route.ts'
import { requireDomain } from '../../../workflows/subject.ts'
import { bringUp } from '../../search-index/bring-up.ts'
import { Criteria } from '../criteria.ts'
import { Domain } from '../schema.ts'
import { deriveIcp } from './derive-icp.ts'
import { thresholds } from './weigh-values.ts'

const Value = Type.Object({
  value: Type.String(),
  support: Type.Integer({ description: 'How many have it, of those of which the field is known' }),
  share: Type.Number(),
  base_share: Type.Number({ description: 'Its share in the whole base' }),
  lift: Type.Number({ description: 'share / base_share' }),
  chance: Type.Number({ description: 'Probability that so many have it by chance' }),
  holds: Type.Boolean({ description: 'Whether it reaches every threshold' }),
})

const Derived = Type.Object({
  success: Type.Literal(true),
  domain: Type.String(),
  sufficient: Type.Boolean({ description: 'False: the evidence proposes nothing' }),
  evidence: Type.Object({
    customers_listed: Type.Integer(),
    customers_known: Type.Integer({ description: 'Those that are companies here' }),
    champions: Type.Integer(),
    people_weighed_against: Type.Integer({ description: 'With a title; a sample above 20,000' }),
  }),
  ...Criteria.properties,
  derived: Type.Array(
    Type.Object({
      criterion: Type.String(),
      decision: Type.Enum(['proposed', 'insufficient', 'not_characteristic']),
      reason: Type.String(),
      known: Type.Integer(),
      coverage: Type.Number({ description: 'Part of them that has one of the values that hold' }),
      values: Type.Array(Value),
    }),
  ),
  thresholds: Type.Record(Type.String(), Type.Number()),
})

/** Inside the scope `read`: it proposes, and stores nothing. */
export function deriveIcpRoutes(app: App, { db }: { db: Database }): void {
  app.post(
    '/v1/icp/derive',
    {
      schema: {
        operationId: 'deriveIcp',
        tags: ['icp'],
        summary: 'Propose an ICP from known customers and champions',
        description:
          'Industries, sizes, countries and years of the known customers of the domain, levels and words of the titles of ' +
          'the people in its case studies: each with its support and its lift against the whole base. Where the evidence is ' +
          'thin it says so and proposes nothing. PUT what you agree with. Thresholds: docs/icp.md.',
        body: Type.Object({ domain: Domain }, { additionalProperties: false }),
        response: { 200: Derived, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const domain = requireDomain(body.domain, 'domain')
      await bringUp(db)
      const derived = await asOperator(db, (tx) => deriveIcp(tx, domain))
      return { success: true as const, ...derived, thresholds }
    },
  )
}
