import { type Static, Type } from 'typebox'
import { CompanyRow, ListMeta } from '../search/schema.ts'

const text = Type.Union([Type.String(), Type.Null()])
const time = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])
const count = Type.Union([Type.Integer(), Type.Null()])

/** A company as a list by domain tells it: where core has no row of the domain, its own fields are null. */
export const CompanyAt = Type.Object({
  ...CompanyRow.properties,
  id: Type.Union([Type.String({ format: 'uuid' }), Type.Null()]),
  people_count: count,
})
export type CompanyAt = Static<typeof CompanyAt>

export const OneCompany = Type.Object({
  success: Type.Literal(true),
  ...CompanyRow.properties,
  lead_count: Type.Integer({ description: 'People known to work there now' }),
  redirected_from: Type.Union([Type.String(), Type.Null()], {
    description: 'The domain that was asked for, where its company has become part of this one',
  }),
})
export type OneCompany = Static<typeof OneCompany>

export const Technology = Type.Object({
  name: Type.String(),
  source: Type.Enum(['builtwith', 'predictleads']),
  first_seen: text,
  last_seen: text,
  score: Type.Union([Type.Number(), Type.Null()]),
})
export type Technology = Static<typeof Technology>

export const CompanyWithTechnology = Type.Object({ ...CompanyRow.properties, technologies: Type.Array(Technology) })

export const Posting = Type.Object({ title: text, location: text, url: text, posted_at: time })
export type Posting = Static<typeof Posting>

export const HiringCompany = Type.Object({
  ...CompanyAt.properties,
  posting_count: Type.Integer({ description: 'Postings that match' }),
  latest_posted_at: time,
  job_postings: Type.Array(Posting, { description: 'At most five of them, the latest first' }),
})
export type HiringCompany = Static<typeof HiringCompany>

/** What is known of a company's ads on one platform. */
export const AdStatus = Type.Object({
  is_running_ads: Type.Union([Type.Boolean(), Type.Null()]),
  ad_count: count,
  advertiser: Type.Union([Type.String(), Type.Null()], { description: 'Id of the advertiser or its page' }),
  last_checked_at: time,
})
export type AdStatus = Static<typeof AdStatus>

export const Advertiser = Type.Object({ ...CompanyAt.properties, ...AdStatus.properties })
export type Advertiser = Static<typeof Advertiser>

export const CompanyAds = Type.Object({
  success: Type.Literal(true),
  domain: Type.String(),
  google_ads: Type.Union([AdStatus, Type.Null()]),
  linkedin_ads: Type.Union([AdStatus, Type.Null()]),
  meta_ads: Type.Union([AdStatus, Type.Null()]),
})

export const Customer = Type.Object({
  ...CompanyAt.properties,
  customer_name: text,
  customer_domain: Type.String({ description: 'As it is stored; `domain` is that of the company it belongs to today' }),
  case_study_url: text,
})
export type Customer = Static<typeof Customer>

const Share = (name: string) => Type.Object({ [name]: Type.String(), count: Type.Integer() })

export const CustomerInsights = Type.Object({
  success: Type.Literal(true),
  domain: Type.String(),
  customer_count: Type.Integer({ description: 'Customers whose domain is known' }),
  industries: Type.Array(Share('industry'), { description: 'Of these customers, the most frequent first' }),
  employee_ranges: Type.Array(Share('employee_range')),
  countries: Type.Array(Share('country')),
  champion_count: Type.Integer({ description: 'People who speak in its case studies' }),
  champion_titles: Type.Array(Share('title'), { description: 'Their titles, the most frequent first' }),
})

export const SimilarCompany = Type.Object({
  ...CompanyRow.properties,
  score: Type.Integer({ minimum: 0, maximum: 100, description: 'Points of what is known of both, in percent' }),
  reasons: Type.Array(
    Type.Object({
      criterion: Type.String(),
      value: Type.String({ description: 'What both have' }),
      points: Type.Number(),
      of: Type.Number({ description: 'Points it could have given' }),
    }),
  ),
})
export type SimilarCompany = Static<typeof SimilarCompany>

/** The answer of a list: the originals' shape. */
export const listOf = <Row extends ReturnType<typeof Type.Object>>(row: Row) =>
  Type.Object({ success: Type.Literal(true), data: Type.Array(row), meta: ListMeta })
