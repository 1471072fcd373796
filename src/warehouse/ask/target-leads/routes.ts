import { asOperator, type Database } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { limits } from '../../ingest/limits.ts'
import { ingestLead } from './ingest-lead.ts'
import { linkLead, linkLeads } from './link-leads.ts'
import { listLeads } from './list-leads.ts'
import { IngestBody, Ingested, LinkBatchBody, LinkBody, Linked, LinkedBatch, ListBody, Listed } from './schema.ts'

/** Inside the scope `ingest`: leads of demo prospects come in. */
export function targetLeadRoutes(app: App, { db }: { db: Database }): void {
  app.post(
    '/run/target-client/leads/ingest',
    {
      schema: {
        operationId: 'ingestTargetClientLead',
        tags: ['leads'],
        summary: 'Store a lead of a demo prospect',
        description:
          'Linked to the company and the person of core that its domain, LinkedIn URLs and e-mail address name. The same ' +
          'lead sent twice (prospect, form, and e-mail address or else LinkedIn URL) is one.',
        body: IngestBody,
        response: { 200: Ingested, ...problems(400, 409, 413, 415, 422) },
      },
    },
    async ({ body }) => ({ success: true as const, ...(await asOperator(db, (tx) => ingestLead(tx, body))) }),
  )

  app.post(
    '/run/target-client/leads/link',
    {
      schema: {
        operationId: 'linkTargetClientLead',
        tags: ['leads'],
        summary: 'Make a demo lead of a company and a person that core knows',
        description:
          'At least one of the two must be known; otherwise 422 `nothing_to_link`. Without `company_domain` it is the ' +
          "person's employer. `source` is `demo` unless given.",
        body: LinkBody,
        response: { 200: Linked, ...problems(400, 409, 413, 415, 422) },
      },
    },
    async ({ body }) => ({ success: true as const, ...(await asOperator(db, (tx) => linkLead(tx, body))) }),
  )

  app.post(
    '/run/target-client/leads/link-batch',
    {
      bodyLimit: limits.recordBytes,
      schema: {
        operationId: 'linkTargetClientLeads',
        tags: ['leads'],
        summary: 'Make demo leads of up to 1,000 people that core knows',
        description:
          'Each is found by e-mail address, else by LinkedIn URL. Those that core does not know fail alone: `results` has ' +
          'one entry for each, in order. `source` is `csv_import` unless given.',
        body: LinkBatchBody,
        response: { 200: LinkedBatch, ...problems(400, 409, 413, 415, 422) },
      },
    },
    async ({ body }) => ({ success: true as const, ...(await asOperator(db, (tx) => linkLeads(tx, body))) }),
  )
}

/** Inside the scope `read`. */
export function targetLeadListRoutes(app: App, { db }: { db: Database }): void {
  app.post(
    '/run/target-client/leads/list',
    {
      schema: {
        operationId: 'listTargetClientLeads',
        tags: ['leads'],
        summary: 'List the leads of a demo prospect, newest first',
        description:
          'Each with what core knows of its company and person now. Up to 1,000 at once; `meta.cursor` leads to the next.',
        body: ListBody,
        response: { 200: Listed, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) => ({ success: true as const, ...(await asOperator(db, (tx) => listLeads(tx, body))) }),
  )
}
