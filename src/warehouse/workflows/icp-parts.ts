import { Type } from 'typebox'
import { companyLinkedIn } from '../identity/canonical-linkedin.ts'
import { integer, json, text, texts } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { answerAny, answerTexts } from './answer-fields.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { humanizeTitle } from './humanize-title.ts'
import { answerText, slugField, textField } from './request-fields.ts'
import { companyKey, requireDomain, requireText } from './subject.ts'

type Payload = Record<string, unknown>
type Warn = ExtractContext['warn']

interface About {
  company_name: string
  domain: string
  company_linkedin_url?: unknown
}

const shared = {
  provider: 'clay',
  platform: 'clay',
  payloadType: 'icp',
  entityType: 'target_client',
  raw: { table: 'raw.payloads' },
  entityKey: (request: About) => companyKey(requireDomain(request.domain, 'domain')),
} as const

const about = {
  company_name: Type.String({ minLength: 1 }),
  domain: Type.String({ minLength: 1 }),
  company_linkedin_url: textField,
}

/**
 * Industries to sell to. The original let a model match them to the canonical list: pending until a request brings
 * `matched_industries`.
 */
export const icpIndustries = defineWorkflow({
  ...shared,
  slug: 'icp-industries',
  description: 'Industries that a company wants to sell to',
  route: '/run/companies/gemini/icp-industries/ingest',
  request: Type.Object({
    ...about,
    raw_target_icp_industries_payload: Type.Object({}),
    matched_industries: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
    matched_mapping: Type.Optional(Type.Unknown()),
    workflow_slug: slugField('icp-industries'),
  }),
  payload: ['raw_target_icp_industries_payload'],
  extract(request, { warn }) {
    const payload = request.raw_target_icp_industries_payload as Payload
    const matched = texts(request.matched_industries ?? payload.matched_industries, 'matched_industries', warn)
    if (matched === null) return { rows: [], observations: observe(request), status: 'pending', warnings: [] }
    const row = {
      ...common(request, payload, warn),
      raw_industries: texts(payload.industries, 'industries', warn),
      matched_industries: matched,
    }
    return { rows: [{ table: 'extracted.icp_industries', row }], observations: observe(request), warnings: [] }
  },
  answer(request, settled) {
    const payload = request.raw_target_icp_industries_payload as Payload
    return {
      extracted_id: settled.rowId('extracted.icp_industries'),
      domain: requireDomain(request.domain, 'domain'),
      raw_industries: texts(payload.industries),
      matched_industries: texts(request.matched_industries ?? payload.matched_industries),
      matched_mapping: json(request.matched_mapping ?? payload.matched_mapping),
    }
  },
  answerSchema: Type.Object({
    extracted_id: answerText,
    domain: Type.String(),
    raw_industries: answerTexts,
    matched_industries: answerTexts,
    matched_mapping: answerAny,
  }),
})

/** Titles to sell to, made readable: `vpOfSecurity` is "VP of Security". A title with a comma is one title. */
export const icpJobTitles = defineWorkflow({
  ...shared,
  slug: 'icp-job-titles',
  description: 'Job titles that a company wants to sell to',
  route: '/run/companies/gemini/icp-job-titles/ingest',
  request: Type.Object({
    ...about,
    raw_target_icp_job_titles_payload: Type.Object({}),
    workflow_slug: slugField('icp-job-titles'),
  }),
  payload: ['raw_target_icp_job_titles_payload'],
  extract(request, { warn }) {
    const payload = request.raw_target_icp_job_titles_payload as Payload
    const primary = texts(payload.primaryTitles, 'primaryTitles', warn)
    const influencer = texts(payload.influencerTitles, 'influencerTitles', warn)
    const extended = texts(payload.extendedTitles, 'extendedTitles', warn)
    const row = {
      ...common(request, payload, warn),
      raw_primary_titles: primary,
      raw_influencer_titles: influencer,
      raw_extended_titles: extended,
      primary_titles: readable(primary),
      influencer_titles: readable(influencer),
      extended_titles: readable(extended),
    }
    return { rows: [{ table: 'extracted.icp_job_titles', row }], observations: observe(request), warnings: [] }
  },
  answer(request, settled) {
    const payload = request.raw_target_icp_job_titles_payload as Payload
    return {
      extracted_id: settled.rowId('extracted.icp_job_titles'),
      domain: requireDomain(request.domain, 'domain'),
      primary_titles: readable(texts(payload.primaryTitles)),
      influencer_titles: readable(texts(payload.influencerTitles)),
      extended_titles: readable(texts(payload.extendedTitles)),
    }
  },
  answerSchema: Type.Object({
    extracted_id: answerText,
    domain: Type.String(),
    primary_titles: answerTexts,
    influencer_titles: answerTexts,
    extended_titles: answerTexts,
  }),
})

/** What a company promises, and to whom. */
export const icpValueProposition = defineWorkflow({
  ...shared,
  slug: 'icp-value-proposition',
  description: 'Value proposition of a company',
  route: '/run/companies/gemini/icp-value-prop/ingest',
  request: Type.Object({
    ...about,
    target_icp_value_prop_payload: Type.Object({}),
    workflow_slug: slugField('icp-value-proposition'),
  }),
  payload: ['target_icp_value_prop_payload'],
  extract(request, { warn }) {
    const payload = request.target_icp_value_prop_payload as Payload
    const row = { ...common(request, payload, warn), ...promise(payload) }
    return { rows: [{ table: 'extracted.icp_value_proposition', row }], observations: observe(request), warnings: [] }
  },
  answer: (request, settled) => ({
    extracted_id: settled.rowId('extracted.icp_value_proposition'),
    domain: requireDomain(request.domain, 'domain'),
    ...promise(request.target_icp_value_prop_payload as Payload),
  }),
  answerSchema: Type.Object({
    extracted_id: answerText,
    domain: Type.String(),
    value_proposition: answerText,
    core_benefit: answerText,
    target_customer: answerText,
    key_differentiator: answerText,
    confidence: answerText,
  }),
})

/** What makes a customer fit. Attributes and requirements may be lists, objects or texts: they are kept as they came. */
export const icpFitCriterion = defineWorkflow({
  ...shared,
  slug: 'icp-fit-criterion',
  description: 'What makes a customer fit a company',
  route: '/run/companies/gemini/icp-fit-criterion/ingest',
  request: Type.Object({
    ...about,
    raw_target_icp_fit_criterion_payload: Type.Object({}),
    workflow_slug: slugField('icp-fit-criterion'),
  }),
  payload: ['raw_target_icp_fit_criterion_payload'],
  extract(request, { warn }) {
    const payload = request.raw_target_icp_fit_criterion_payload as Payload
    const row = { ...common(request, payload, warn), ...criterion(payload) }
    return { rows: [{ table: 'extracted.icp_fit_criterion', row }], observations: observe(request), warnings: [] }
  },
  answer: (request, settled) => ({
    extracted_id: settled.rowId('extracted.icp_fit_criterion'),
    domain: requireDomain(request.domain, 'domain'),
    ...criterion(request.raw_target_icp_fit_criterion_payload as Payload),
  }),
  answerSchema: Type.Object({
    extracted_id: answerText,
    domain: Type.String(),
    primary_criterion: answerText,
    criterion_type: answerText,
    qualifying_signals: answerAny,
    disqualifying_signals: answerAny,
    ideal_company_attributes: answerAny,
    minimum_requirements: answerAny,
  }),
})

/** Columns that every part has: whom it is about, why, and what the model's answer cost. */
function common(request: About, payload: Payload, warn: Warn) {
  return {
    company_name: requireText(request.company_name, 'company_name'),
    domain: requireDomain(request.domain, 'domain'),
    company_linkedin_url: companyLinkedIn(request.company_linkedin_url)?.url ?? text(request.company_linkedin_url),
    reasoning: text(payload.reasoning),
    source_tokens_used: integer(payload.tokensUsed, 'tokensUsed', warn),
    source_input_tokens: integer(payload.inputTokens, 'inputTokens', warn),
    source_output_tokens: integer(payload.outputTokens, 'outputTokens', warn),
    source_cost: text(payload.totalCostToAIProvider),
  }
}

function observe(request: About) {
  const domain = requireDomain(request.domain, 'domain')
  const name = requireText(request.company_name, 'company_name')
  return aboutCompany({ domain, linkedin: companyLinkedIn(request.company_linkedin_url) }, { name })
}

function readable(titles: string[] | null): string[] | null {
  return titles?.map(humanizeTitle) ?? null
}

function promise(payload: Payload) {
  return {
    value_proposition: text(payload.valueProp),
    core_benefit: text(payload.coreBenefit),
    target_customer: text(payload.targetCustomer),
    key_differentiator: text(payload.keyDifferentiator),
    confidence: text(payload.confidence),
  }
}

function criterion(payload: Payload) {
  return {
    primary_criterion: text(payload.primaryCriterion),
    criterion_type: text(payload.criterionType),
    qualifying_signals: json(payload.qualifyingSignals),
    disqualifying_signals: json(payload.disqualifyingSignals),
    ideal_company_attributes: json(payload.idealCompanyAttributes),
    minimum_requirements: json(payload.minimumRequirements),
  }
}
