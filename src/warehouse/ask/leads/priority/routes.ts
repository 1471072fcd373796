import { type Static, Type } from 'typebox'
import { asOperator, type Database } from '../../../../db/database.ts'
import { type App, problems } from '../../../../route.ts'
import { bringUp } from '../../search-index/bring-up.ts'
import { addPriorityCompany, listPriorityCompanies, removePriorityCompany } from './change-priority.ts'
import { countAlumni } from './count-alumni.ts'
import { Name, PriorityCompany } from './schema.ts'

const path = '/api/leads/priority-companies'
const NewCompany = Type.Object({ company_name: Name }, { additionalProperties: false })
const ByName = Type.Object({ company_name: Name })

/** Inside the scope `read`. */
export function priorityCompanyRoutes(app: App, { db }: { db: Database }): void {
  app.get(path, { schema: listSchema }, async () => {
    await bringUp(db)
    const data = await asOperator(db, async (tx) => countAlumni(tx, await listPriorityCompanies(tx)))
    return { success: true as const, data }
  })
}

/** Inside the scope `ingest`. */
export function watchCompanyRoutes(app: App, { db }: { db: Database }): void {
  app.post(path, { schema: addSchema }, async ({ body }) => {
    await bringUp(db)
    const { company_name } = body as Static<typeof NewCompany>
    const counted = await asOperator(db, async (tx) => countAlumni(tx, [await addPriorityCompany(tx, company_name)]))
    return { success: true as const, ...(counted[0] as PriorityCompany) }
  })

  app.delete(`${path}/:company_name`, { schema: removeSchema }, async ({ params }) => {
    const { company_name } = params as Static<typeof ByName>
    return { success: true as const, ...(await asOperator(db, (tx) => removePriorityCompany(tx, company_name))) }
  })
}

const { id, company_name, domain } = PriorityCompany.properties

const listSchema = {
  operationId: 'listPriorityCompanies',
  tags: ['leads'],
  summary: 'List the watched companies',
  description: 'By name, each with how many people once worked there.',
  response: { 200: Type.Object({ success: Type.Literal(true), data: Type.Array(PriorityCompany) }) },
}
const addSchema = {
  operationId: 'addPriorityCompany',
  tags: ['leads'],
  summary: 'Watch a company',
  description: 'Under its name in any case it is watched once. At most 500.',
  body: NewCompany,
  response: {
    200: Type.Object({ success: Type.Literal(true), ...PriorityCompany.properties }),
    ...problems(400, 413, 415, 422),
  },
}
const removeSchema = {
  operationId: 'removePriorityCompany',
  tags: ['leads'],
  summary: 'Stop watching a company',
  description: 'By its name in any case.',
  params: ByName,
  response: { 200: Type.Object({ success: Type.Literal(true), id, company_name, domain }), ...problems(400, 404) },
}
