import { Type } from 'typebox'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { splitCustomerNames } from '../identity/split-customer-names.ts'
import { array, boolean, object, text, texts } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow, type ExtractContext, type Extraction } from './define.ts'
import { answerText, objectField, slugField, textField } from './request-fields.ts'
import { distinctBy, keyText } from './row-keys.ts'
import { companyKey, requireDomain } from './subject.ts'
import { visitedPageOf, visitedPages } from './visited-page.ts'

type Answer = Record<string, unknown>
type Warn = ExtractContext['warn']

interface Origin {
  origin_company_domain: string
  origin_company_name?: unknown
  origin_company_linkedin_url?: unknown
}

interface Customer {
  name: string
  caseStudyUrl: string | null
  /** Null where the answer does not say. */
  hasCaseStudy: boolean | null
}

const shared = {
  provider: 'clay',
  platform: 'clay',
  payloadType: 'customer_research',
  entityType: 'company',
  raw: {
    table: 'raw.company_customer_claygent_payloads',
    columns: (request: Origin) => ({
      origin_company_domain: originDomain(request),
      origin_company_name: text(request.origin_company_name),
      origin_company_linkedin_url: text(request.origin_company_linkedin_url),
    }),
  },
  entityKey: (request: Origin) => companyKey(originDomain(request)),
} as const

const origin = {
  origin_company_domain: Type.String({ minLength: 1 }),
  origin_company_name: textField,
  origin_company_linkedin_url: textField,
}

/** Of one text. A megabyte of 100,000 names held everybody up for two seconds and took eight to write. */
const mostNames = 2_000
const mostCharacters = 40_000

const namesAnswer = Type.Object({
  domain: Type.String(),
  customers_extracted: Type.Integer(),
  customer_names: Type.Array(Type.String()),
  confidence: answerText,
})

/** Customers of a company as Claygent's first generation answers: a workflow slug and one payload. */
export const claygentCustomers = defineWorkflow({
  ...shared,
  slug: 'claygent-get-all-company-customers',
  description: 'Customers of a company found by Claygent, with their case studies',
  route: '/run/companies/claygent/customers-of-1/ingest',
  request: Type.Object({
    ...origin,
    origin_company_name: Type.String(),
    workflow_slug: Type.String({ minLength: 1 }),
    raw_payload: Type.Object({}),
  }),
  payload: ['raw_payload'],
  extract: (request, { warn }) => {
    const answer = request.raw_payload as Answer
    return extraction(request, listed(answer.customers, warn), answer)
  },
  answer: (_request, _settled, { rows }) => ({ customer_count: rows.length }),
  answerSchema: Type.Object({ customer_count: Type.Integer() }),
})

/** The second generation: the answer nested in one of two members. */
export const claygentCustomersNested = defineWorkflow({
  ...shared,
  slug: 'company-customers-v2',
  description: 'Customers of a company found by Claygent, nested answer',
  route: '/run/companies/claygent/customers-of-2/ingest',
  request: Type.Object({
    ...origin,
    claygent_output: objectField,
    customers_claygent: objectField,
    batch_name: textField,
    workflow_slug: slugField('company-customers-v2'),
  }),
  payload: ['claygent_output', 'customers_claygent'],
  extract: (request, { warn }) => {
    const answer = nested(request)
    return extraction(request, listed(answer.customers, warn), answer)
  },
  answer: (request, _settled, result) => named(request, nested(request), result),
  answerSchema: namesAnswer,
})

/** The third generation: the answer's fields in the request itself. */
export const claygentCustomersFlat = defineWorkflow({
  ...shared,
  slug: 'company-customers-structured',
  description: 'Customers of a company found by Claygent, flat answer',
  route: '/run/companies/claygent/customers-of-3/ingest',
  request: Type.Object({
    ...origin,
    response: textField,
    customers: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
    reasoning: textField,
    confidence: textField,
    stepsTaken: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
    workflow_slug: slugField('company-customers-structured'),
  }),
  extract: (request, { warn }) => extraction(request, listed(request.customers, warn), request),
  answer: (request, _settled, result) => named(request, request, result),
  answerSchema: namesAnswer,
})

/** The fourth generation: all names in one text. How it was cut is never certain, so its confidence is low. */
export const claygentCustomersText = defineWorkflow({
  ...shared,
  slug: 'company-customers-claygent',
  description: 'Customers of a company found by Claygent, names in one text',
  route: '/run/companies/claygent/customers-of-4/ingest',
  request: Type.Object({
    ...origin,
    claygent_output: objectField,
    customers_claygent: objectField,
    batch_name: textField,
    workflow_slug: slugField('company-customers-claygent'),
  }),
  payload: ['claygent_output', 'customers_claygent'],
  extract: (request, { warn }) => {
    const answer = nested(request)
    const visited = visitedPages(texts(answer.stepsTaken, 'stepsTaken', warn) ?? [])
    const customers = namesIn(text(answer.result) ?? '', warn).flatMap((part, i) => {
      const name = keyText(part, `result[${i}]`, warn)
      if (name === null) return []
      const caseStudyUrl = visitedPageOf(name, visited)
      return [{ name, caseStudyUrl, hasCaseStudy: caseStudyUrl === null ? null : true }]
    })
    return extraction(request, customers, { ...answer, confidence: 'low' })
  },
  answer: (request, _settled, result) => named(request, nested(request), result),
  answerSchema: namesAnswer,
})

function originDomain(request: Origin): string {
  return requireDomain(request.origin_company_domain, 'origin_company_domain')
}

function nested(request: { claygent_output?: unknown; customers_claygent?: unknown }): Answer {
  return object(request.claygent_output) ?? object(request.customers_claygent) ?? {}
}

function namesIn(sent: string, warn: Warn): string[] {
  const names = splitCustomerNames(sent.slice(0, mostCharacters))
  if (sent.length <= mostCharacters && names.length <= mostNames) return names
  warn('too_many', 'result', `${sent.length} characters`)
  // The last one may be cut.
  return names.slice(0, Math.min(mostNames, names.length - 1))
}

/** Names are taken as they are: "Acme, Inc." is one customer. */
function listed(value: unknown, warn: Warn): Customer[] {
  return (array(value, 'customers', warn) ?? []).flatMap((entry, i) => {
    const customer = object(entry, `customers[${i}]`, warn)
    const name = keyText(customer?.companyName, `customers[${i}].companyName`, warn)
    if (customer === null || name === null) return []
    const hasCaseStudy = boolean(customer.hasCaseStudy, `customers[${i}].hasCaseStudy`, warn)
    return [{ name, caseStudyUrl: text(customer.url), hasCaseStudy }]
  })
}

function extraction(request: Origin, found: Customer[], answer: Answer): Extraction {
  const domain = originDomain(request)
  const name = text(request.origin_company_name)
  const customers = distinctBy(found, (customer) => customer.name)
  return {
    rows: customers.map((customer) => ({
      table: 'extracted.company_customer_claygent',
      row: {
        origin_company_domain: domain,
        origin_company_name: name,
        company_customer_name: customer.name,
        case_study_url: customer.caseStudyUrl,
        has_case_study: customer.hasCaseStudy ?? false,
      },
    })),
    observations: aboutCompany({ domain, linkedin: companyLinkedIn(request.origin_company_linkedin_url) }, { name }),
    customers: customers.map((customer) => ({
      originDomain: domain,
      originName: name,
      customerName: customer.name,
      customerDomain: null,
      caseStudyUrl: customer.caseStudyUrl,
      hasCaseStudy: customer.hasCaseStudy,
      confidence: text(answer.confidence),
    })),
    warnings: [],
  }
}

function named(request: Origin, answer: Answer, { rows }: Extraction) {
  return {
    domain: originDomain(request),
    customers_extracted: rows.length,
    customer_names: rows.map(({ row }) => String(row.company_customer_name)),
    confidence: text(answer.confidence),
  }
}
