import { Type } from 'typebox'
import { refused } from '../../errors.ts'
import { companyDomain } from '../identity/canonical-domain.ts'
import { domainKey, recordKey } from '../identity/keys.ts'
import { bigId, integer, text, texts, timestamp } from '../ingest/read-values.ts'
import { place } from './about-company.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { textField } from './request-fields.ts'

/**
 * The files of search hits do not say when they were fetched, only which generation they belong to: those of the older one
 * are named `W12.json`, those of the newer one `Winter 2012.json`. Two days stand for the two generations.
 */
const olderGeneration = '2025-06-01T00:00:00.000000Z'
const newerGeneration = '2026-01-01T00:00:00.000000Z'

/**
 * A company in Y Combinator's directory, as a search hit. The record's id is its strongest key: name, website and domain
 * may change, the record stays.
 */
export const ycCompany = defineWorkflow({
  slug: 'yc-company',
  provider: 'ycombinator',
  platform: 'direct',
  payloadType: 'directory',
  entityType: 'company',
  description: 'A company in the directory of Y Combinator',
  request: Type.Object({
    hit: Type.Object({ id: Type.Union([Type.Integer(), Type.String({ minLength: 1 })]) }),
    source_file: textField,
    observed_at: textField,
  }),
  payload: ['hit'],
  raw: { table: 'raw.payloads' },
  entityKey: (request) => recordKey('yc', requireId(request.hit)),
  extract(request, { warn }) {
    const hit = request.hit as Record<string, unknown>
    const website = text(hit.website)
    const domain = companyDomain(website)
    return {
      refreshedAt: timeOf(request, warn),
      rows: [],
      observations: [
        {
          kind: 'company',
          subject: recordKey('yc', requireId(hit)),
          claims: domain === null ? [] : [domainKey(domain)],
          fields: {
            name: text(hit.name),
            domain,
            website,
            status: text(hit.status),
            employee_count: integer(hit.team_size, 'hit.team_size', warn),
            industry: text(hit.industry),
            tags: texts(hit.tags, 'hit.tags', warn),
            one_liner: text(hit.one_liner),
            description: text(hit.long_description),
            logo_url: text(hit.small_logo_thumb_url),
            location: place({ raw: text(hit.all_locations) }),
          },
        },
      ],
      warnings: [],
    }
  },
  answer: (request, settled) => ({ company_id: settled.entityId(recordKey('yc', requireId(request.hit))) }),
  answerSchema: Type.Object({ company_id: Type.Union([Type.String(), Type.Null()]) }),
})

function requireId(hit: unknown): string {
  const id = bigId((hit as { id: unknown }).id)
  if (id !== null) return id
  throw refused('hit_id_invalid', 'hit.id must be the number of a record', {
    errors: [{ pointer: '/hit/id', code: 'id', message: 'is not a number' }],
  })
}

function timeOf(
  request: { source_file?: unknown; observed_at?: unknown },
  warn: ExtractContext['warn'],
): string | null {
  const observed = timestamp(request.observed_at, 'observed_at', warn)
  if (observed !== null) return observed
  const file = (text(request.source_file) ?? '').replace(/^.*[/\\]/, '')
  if (/^[A-Z]{1,2}\d{2}\.json$/.test(file)) return olderGeneration
  return /^(?:[A-Z][a-z]+ \d{4}|Unspecified)\.json$/.test(file) ? newerGeneration : null
}
