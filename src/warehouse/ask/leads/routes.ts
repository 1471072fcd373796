import { Type } from 'typebox'
import type { Database } from '../../../db/database.ts'
import type { App } from '../../../route.ts'
import { LeadRow } from '../search/schema.ts'
import { addInvestors, addPastJobs, addPromotions } from './add-evidence.ts'
import { rememberEstimates } from './alumni/remember-estimates.ts'
import { findLeads } from './find-leads.ts'
import { listCustomerLeads } from './list-customer-leads.ts'
import { offerList } from './offer-list.ts'
import { readEmployers } from './read-employers.ts'
import { industryParam, jobParams, leadParams, viewParams } from './read-query.ts'
import { LeadAtVCPortfolio, LeadOfCustomer, LeadOfEmployer, LeadRecentlyPromoted } from './schema.ts'

const Days = (days: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: 36_500, default: days, description })
const Names = (description: string) => Type.Array(Type.String({ maxLength: 4_000 }), { maxItems: 300, description })

/** Inside the scope `read`: the lists of leads, each the same people under another question. */
export function leadRoutes(app: App, { db }: { db: Database }): void {
  offerList(app, db, {
    path: '/api/leads',
    operationId: 'listLeads',
    summary: 'List leads',
    description: 'Everybody for whom all given filters hold, newest first.',
    params: { ...leadParams, ...viewParams },
    row: LeadRow,
    find: (tx, query) => findLeads(tx, query),
  })
  offerList(app, db, {
    path: '/api/leads/quick',
    operationId: 'listLeadsQuickly',
    summary: 'List leads without counting them',
    description: 'As `GET /api/leads`, up to 2,000 at once; `meta.total` is null unless `count` asks for it.',
    params: { ...leadParams, ...viewParams },
    most: 2_000,
    row: LeadRow,
    find: (tx, query) => findLeads(tx, { ...query, count: query.count ?? 'none' }),
  })
  offerList(app, db, {
    path: '/api/leads/new-in-role',
    operationId: 'listLeadsNewInRole',
    summary: 'List leads whose job began lately',
    description: 'Who began last comes first.',
    params: {
      started_within_days: Days(90, 'Began within so many days'),
      ...jobParams,
      ...industryParam,
      ...viewParams,
    },
    row: LeadRow,
    find: (tx, query) =>
      findLeads(tx, query, {
        also: { job_start_date: { within_days: query.started_within_days } },
        sort: 'job_start_date',
      }),
  })
  offerList(app, db, {
    path: '/api/leads/recently-promoted',
    operationId: 'listLeadsRecentlyPromoted',
    summary: 'List leads who were promoted lately',
    description: 'Who was promoted last comes first, with the titles before and after.',
    params: {
      promoted_within_days: Days(180, 'Promoted within so many days'),
      ...jobParams,
      ...industryParam,
      ...viewParams,
    },
    row: LeadRecentlyPromoted,
    async find(tx, query) {
      const also = { promotion_date: { within_days: query.promoted_within_days } }
      const { data, meta } = await findLeads(tx, query, { also, sort: 'promotion_date' })
      return { data: await addPromotions(tx, data), meta }
    },
  })
  portfolioRoute(app, db)
  pastJobRoutes(app, db)
}

function portfolioRoute(app: App, db: Database): void {
  offerList(app, db, {
    path: '/api/leads/at-vc-portfolio',
    operationId: 'listLeadsAtVcPortfolio',
    summary: 'List leads at companies with venture capital',
    description: 'Of any investor, unless `vc_name` says of whom; newest first.',
    params: { vc_name: Type.Optional(Names('Investor, by name or domain')), ...jobParams, ...viewParams },
    row: LeadAtVCPortfolio,
    async find(tx, query) {
      const { data, meta } = await findLeads(tx, query, { also: { vc_backed: true } })
      return { data: await addInvestors(tx, data, query.vc_name ?? []), meta }
    },
  })
}

function pastJobRoutes(app: App, db: Database): void {
  const estimates = rememberEstimates()
  offerList(app, db, {
    path: '/api/leads/by-past-employer',
    operationId: 'listLeadsByPastEmployer',
    summary: 'List leads who once worked at companies',
    description: 'At any of them, newest first, with the last of these jobs as `worked_at`.',
    params: { domains: Names('Domains in any form: repeated, or one text with commas') },
    row: LeadOfEmployer,
    async find(tx, query) {
      const employers = readEmployers(query.domains)
      const { data, meta } = await findLeads(tx, { ...query, domains: employers.values })
      return { data: await addPastJobs(tx, data, employers.domains), meta }
    },
  })
  offerList(app, db, {
    path: '/api/leads/by-company-customers',
    operationId: 'listLeadsByCompanyCustomers',
    summary: "List leads who once worked at a company's customers",
    description:
      'Once each, who left last first, with that job as `worked_at_customer`. Customers count whose domain is known.',
    params: { company_domain: Type.String({ minLength: 1, maxLength: 2_000, description: 'In any form' }) },
    row: LeadOfCustomer,
    find: (tx, query) => listCustomerLeads(tx, query.company_domain, { ...query, estimates }),
  })
}
