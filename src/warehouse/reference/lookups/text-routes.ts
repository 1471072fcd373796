import { type Database, reader } from '../../../db/database.ts'
import { answerError } from '../../../http/errors.ts'
import type { App } from '../../../route.ts'
import { answerLocation, noLocation } from './answer-location.ts'
import { answerTitle, noTitle } from './answer-title.ts'
import { findLocations } from './find-locations.ts'
import { findTitles } from './find-titles.ts'
import { remember } from './remember.ts'
import { LocationAnswer, TitleAnswer } from './schema.ts'
import { offerTextLookup } from './text-lookup.ts'

/** Inside the scope `read`: lookups of raw job titles and of raw locations, whichever source wrote them. */
export function textLookupRoutes(app: App, values: { db: Database }): void {
  app.register(async (inside: App) => {
    // A failure is no miss: it carries an error. Senders that look at nothing but match_status find it there.
    inside.setErrorHandler((error, request, reply) => answerError(error, request, reply, { match_status: false }))
    offerTextLookups(inside, values)
  })
}

function offerTextLookups(app: App, { db }: { db: Database }): void {
  const reads = reader(db)
  const locations = remember((texts) => findLocations(reads, texts))
  offerTextLookup(app, {
    path: '/run/people/db/person-job-title/lookup',
    operationId: 'lookUpJobTitle',
    summary: 'Look up a raw job title',
    description: 'Gives the cleaned title, seniority and function.',
    field: 'job_title',
    answer: TitleAnswer,
    find: remember((titles) => findTitles(reads, titles)),
    compose: answerTitle,
    nothing: noTitle,
  })
  for (const place of places) {
    offerTextLookup(app, {
      ...place,
      description: 'Gives city, state and country, and which of them the text names.',
      answer: LocationAnswer,
      find: locations,
      compose: answerLocation,
      nothing: noLocation,
    })
  }
}

/** Three ways to ask one table: the originals kept one for each source, and taught each of them alone. */
const places = [
  {
    path: '/run/people/db/person-location/lookup',
    operationId: 'lookUpPersonLocation',
    summary: 'Look up a raw location of a person',
    field: 'location_name',
  },
  {
    path: '/run/--/db/salesnav-person/lookup',
    operationId: 'lookUpSalesNavLocation',
    summary: 'Look up a location as Sales Navigator writes it',
    field: 'location_raw',
  },
  {
    path: '/run/companies/db/salesnav-company-location/lookup',
    operationId: 'lookUpCompanyAddress',
    summary: "Look up a company's registered address",
    field: 'registered_address_raw',
  },
]
