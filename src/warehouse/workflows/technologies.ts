import { Type } from 'typebox'
import { array, boolean, json, numeric, object, text, timestamp } from '../ingest/read-values.ts'
import { keyId } from '../ingest/tables.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow, type ExtractContext, type Extraction, type Settled } from './define.ts'
import { naturalKey } from './natural-key.ts'
import { textField } from './request-fields.ts'
import { distinctBy, keyText } from './row-keys.ts'
import { companyKey, requireDomain } from './subject.ts'

type Item = Record<string, unknown>

const shared = {
  platform: 'clay',
  payloadType: 'technographics',
  entityType: 'company',
  raw: { table: 'raw.payloads' },
  entityKey: (request: { domain: string }) => companyKey(requireDomain(request.domain, 'domain')),
  answerSchema: Type.Object({
    domain: Type.String(),
    raw_payload_id: Type.String(),
    technologies_count: Type.Integer(),
  }),
} as const

/** Technologies of a site from BuiltWith: a list, or an object with `matchesFound`. */
export const builtwithTechstack = defineWorkflow({
  ...shared,
  slug: 'builtwith-techstack',
  provider: 'builtwith',
  description: 'Technologies of a site, from BuiltWith',
  route: '/run/companies/built-with/site-tech/ingest',
  request: Type.Object({
    domain: Type.String({ minLength: 1 }),
    builtwith_payload: Type.Unknown(),
    clay_table_url: textField,
  }),
  payload: ['builtwith_payload'],
  extract(request, { warn }) {
    const domain = requireDomain(request.domain, 'domain')
    const items = listed(request.builtwith_payload, 'matchesFound', 'Name', warn)
    return extraction(
      domain,
      items.flatMap(({ name, item }) => {
        const id = keyId('reference.technologies', [name])
        const about = {
          url: text(item.Link),
          description: text(item.Description),
          parent: text(item.Parent),
          categories: json(item.Categories ?? item.Tag),
        }
        const seen = { first_detected: text(item.FirstDetected), last_detected: text(item.LastDetected) }
        return [
          {
            table: 'extracted.company_builtwith',
            row: {
              domain,
              technology_name: name,
              technology_url: about.url,
              technology_description: about.description,
              technology_parent: about.parent,
              categories: about.categories,
              ...seen,
              natural_key: naturalKey([domain, name]),
            },
          },
          { table: 'reference.technologies', row: { id, name, ...about } },
          { table: 'core.company_technologies', row: { domain, technology_id: id, ...seen } },
        ] satisfies Extraction['rows']
      }),
    )
  },
  answer: (request, settled, result) => answer(request, settled, result, 'extracted.company_builtwith'),
})

/** Technologies of a company from PredictLeads: a list, or an object with `technologies`. */
export const predictleadsTechstack = defineWorkflow({
  ...shared,
  slug: 'predictleads-techstack',
  provider: 'predictleads',
  description: 'Technologies of a company, from PredictLeads',
  route: '/run/companies/clay-predictleads/get-tech-stack/ingest',
  request: Type.Object({
    domain: Type.String({ minLength: 1 }),
    predictleads_payload: Type.Unknown(),
    clay_table_url: textField,
  }),
  payload: ['predictleads_payload'],
  extract(request, { warn }) {
    const domain = requireDomain(request.domain, 'domain')
    const items = listed(request.predictleads_payload, 'technologies', 'title', warn)
    return extraction(
      domain,
      items.flatMap(({ name, item, field }) => {
        const id = keyId('reference.predictleads_technologies', [name])
        const about = { url: text(item.url), technology_domain: text(item.domain), categories: json(item.categories) }
        const seen = {
          score: numeric(item.score, `${field}.score`, warn),
          first_seen_at: timestamp(item.first_seen_at, `${field}.first_seen_at`, warn),
          last_seen_at: timestamp(item.last_seen_at, `${field}.last_seen_at`, warn),
          behind_firewall: boolean(item.behind_firewall, `${field}.behind_firewall`, warn),
        }
        return [
          {
            table: 'extracted.company_predictleads',
            row: {
              domain,
              technology_title: name,
              technology_url: about.url,
              technology_domain: about.technology_domain,
              categories: about.categories,
              ...seen,
              natural_key: naturalKey([domain, name]),
            },
          },
          { table: 'reference.predictleads_technologies', row: { id, title: name, ...about } },
          { table: 'core.company_predictleads_technologies', row: { domain, technology_id: id, ...seen } },
        ] satisfies Extraction['rows']
      }),
    )
  },
  answer: (request, settled, result) => answer(request, settled, result, 'extracted.company_predictleads'),
})

/** The named entries of the list, each name once. */
function listed(payload: unknown, member: string, nameField: string, warn: ExtractContext['warn']) {
  const list = Array.isArray(payload) ? payload : array(object(payload, 'payload', warn)?.[member], member, warn)
  const named = (list ?? []).flatMap((entry, i) => {
    const field = `${member}[${i}]`
    const item: Item | null = object(entry, field, warn)
    const name = keyText(item?.[nameField], `${field}.${nameField}`, warn)
    return item === null || name === null ? [] : [{ name, item, field }]
  })
  return distinctBy(named, ({ name }) => name)
}

function extraction(domain: string, rows: Extraction['rows']): Extraction {
  return { rows, observations: aboutCompany({ domain }, {}), warnings: [] }
}

function answer(request: { domain: string }, settled: Settled, { rows }: Extraction, table: string) {
  return {
    domain: requireDomain(request.domain, 'domain'),
    raw_payload_id: settled.rawId,
    technologies_count: rows.filter((entry) => entry.table === table).length,
  }
}
