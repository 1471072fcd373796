import type { Database } from '../../../db/database.ts'
import type { App } from '../../../route.ts'
import { listPage } from '../leads/list-page.ts'
import { offerList } from '../leads/offer-list.ts'
import { personParams, profileParam, readQuery, viewParams } from '../leads/read-query.ts'
import { readPeople } from '../search/read-rows.ts'
import { PersonRow } from '../search/schema.ts'

/** Inside the scope `read`. The jobs of one person: `POST /api/people/work-history` (reference/lookups/keyed-routes.ts). */
export function peopleRoutes(app: App, { db }: { db: Database }): void {
  offerList(app, db, {
    path: '/api/people',
    operationId: 'listPeople',
    summary: 'List people',
    description: 'Everybody for whom all given filters hold, newest first.',
    params: { ...personParams, ...profileParam, ...viewParams },
    row: PersonRow,
    async find(tx, query) {
      const where = await readQuery(tx, 'people', query)
      const { ids, meta } = await listPage(tx, 'people', { where, page: query })
      return { data: await readPeople(tx, ids), meta }
    },
  })
}
