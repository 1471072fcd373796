import { type Static, Type } from 'typebox'
import { asOperator, type Database } from '../../../../db/database.ts'
import { type App, problems } from '../../../../route.ts'
import { countMatches } from '../../search/count-matches.ts'
import { findPage } from '../../search/find-page.ts'
import { readLeads } from '../../search/read-rows.ts'
import { bringUp } from '../../search-index/bring-up.ts'
import { addPastJobs } from '../add-evidence.ts'
import { LeadOfEmployer } from '../schema.ts'
import { breakDown } from './break-down.ts'
import { type PastEmployer, readPastEmployer } from './read-past-employer.ts'
import { workedAt } from './worked-at.ts'

const Values = (description: string) =>
  Type.Optional(Type.Array(Type.String({ maxLength: 4_000 }), { maxItems: 300, description }))
const company = {
  company_name: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'Its name or its domain' }),
}
const country = { country: Values('Where they are today') }
const who = { ...company, job_function: Values('What they do today; "Other": unknown'), ...country }
const closed = { additionalProperties: false }
const CountQuery = Type.Object(who, closed)
const PreviewQuery = Type.Object({ ...who, limit: Type.Integer({ minimum: 1, maximum: 50, default: 10 }) }, closed)
const BreakdownQuery = Type.Object({ ...company, ...country }, closed)

const asked = {
  company_name: Type.String({ description: 'As it was asked for' }),
  domain: Type.Union([Type.String(), Type.Null()], {
    description: 'Null where the name is unknown, or not of one company',
  }),
}

/** Inside the scope `read`: people who once worked at a company, by its name or domain. */
export function pastEmployerRoutes(app: App, { db }: { db: Database }): void {
  app.get('/api/leads/past-employer-count', { schema: countSchema }, async ({ query }) => {
    const { company_name, ...filters } = query as Static<typeof CountQuery>
    await bringUp(db)
    return asOperator(db, async (tx) => {
      const employer = await readPastEmployer(tx, company_name)
      const { total } = await countMatches(tx, 'leads', await workedAt(tx, employer, filters), 'exact')
      return { success: true as const, ...told(employer), count: total }
    })
  })

  app.get('/api/leads/past-employer-preview', { schema: previewSchema }, async ({ query }) => {
    const { company_name, limit, ...filters } = query as Static<typeof PreviewQuery>
    await bringUp(db)
    return asOperator(db, async (tx) => {
      const employer = await readPastEmployer(tx, company_name)
      const where = await workedAt(tx, employer, filters)
      const { ids } = await findPage(tx, { kind: 'leads', where, limit })
      const domains = employer.domain === null ? [] : [employer.domain]
      return { success: true as const, data: await addPastJobs(tx, await readLeads(tx, ids), domains) }
    })
  })

  app.get('/api/leads/past-employer-breakdown', { schema: breakdownSchema }, async ({ query }) => {
    const { company_name, ...filters } = query as Static<typeof BreakdownQuery>
    await bringUp(db)
    return asOperator(db, async (tx) => {
      const employer = await readPastEmployer(tx, company_name)
      return {
        success: true as const,
        ...told(employer),
        ...(await breakDown(tx, await workedAt(tx, employer, filters))),
      }
    })
  })
}

function told({ name, domain }: PastEmployer) {
  return { company_name: name, domain }
}

const countSchema = {
  operationId: 'countPastEmployees',
  tags: ['leads'],
  summary: 'Count those who once worked at a company',
  description: 'Exactly. Careers name companies by domain or by name, so both count where the name is of one company.',
  querystring: CountQuery,
  response: { 200: Type.Object({ success: Type.Literal(true), ...asked, count: Type.Integer() }), ...problems(400) },
}
const previewSchema = {
  operationId: 'previewPastEmployees',
  tags: ['leads'],
  summary: 'Show some who once worked at a company',
  description: 'With what they do today, newest first. All of them: `GET /api/leads/by-past-employer`.',
  querystring: PreviewQuery,
  response: { 200: Type.Object({ success: Type.Literal(true), data: Type.Array(LeadOfEmployer) }), ...problems(400) },
}
const breakdownSchema = {
  operationId: 'breakDownPastEmployees',
  tags: ['leads'],
  summary: 'Count those who once worked at a company by what they do today',
  description: 'By job function; "Other" are those whose function nobody knows.',
  querystring: BreakdownQuery,
  response: {
    200: Type.Object({
      success: Type.Literal(true),
      ...asked,
      total: Type.Integer(),
      by_job_function: Type.Record(Type.String(), Type.Integer()),
    }),
    ...problems(400),
  },
}
