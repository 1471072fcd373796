import { type Static, Type } from 'typebox'
import { LeadRow } from '../search/schema.ts'

const text = Type.Union([Type.String(), Type.Null()])
const day = Type.Union([Type.String({ format: 'date' }), Type.Null()])

export const LeadRecentlyPromoted = Type.Object({
  ...LeadRow.properties,
  previous_title: text,
  new_title: text,
  promotion_date: day,
})

export const LeadAtVCPortfolio = Type.Object({
  ...LeadRow.properties,
  vc_name: Type.Union([Type.String(), Type.Null()], {
    description: 'The investor that was asked for, else the first by name',
  }),
  vc_names: Type.Array(Type.String(), { description: 'All known investors of the company' }),
  vc_company_description: text,
})

/** A job that has ended, as the reason why a lead is in a list. */
const PastJob = { domain: Type.String(), job_end_date: day }

export const LeadOfEmployer = Type.Object({
  ...LeadRow.properties,
  worked_at: Type.Union([Type.Object({ ...PastJob, name: text }), Type.Null()], {
    description: 'The last job at one of the companies; null where only the name is known',
  }),
})

export const LeadOfCustomer = Type.Object({
  ...LeadRow.properties,
  worked_at_customer: Type.Object({ ...PastJob, name: text }, { description: 'The last job at any customer' }),
})
export type WorkedAt = Static<(typeof LeadOfCustomer)['properties']['worked_at_customer']>
