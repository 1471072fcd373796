import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { boolean, object, text, timestamp } from '../ingest/read-values.ts'
import { defineWorkflow } from './define.ts'
import { mention } from './mention.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, objectField, textField } from './request-fields.ts'
import { requireSignal } from './signal-slug.ts'
import { requireDomain } from './subject.ts'

type Request = Record<string, unknown>

/** An article about a company's news or funding. */
export const signalNews = defineWorkflow({
  slug: 'clay-signal-news-fundraising',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'signal',
  entityType: 'company',
  description: 'News or funding of a company that Clay noticed',
  request: Type.Object({
    company_domain: Type.String({ minLength: 1 }),
    news_url: textField,
    news_title: textField,
    description: textField,
    raw_event_payload: objectField,
    signal_slug: Type.Optional(Type.Union([Type.String({ default: 'clay-news-fundraising' }), Type.Null()])),
    clay_table_url: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey(request) {
    requireSignal(request.signal_slug, 'clay-news-fundraising', 'clay-signal-news-fundraising')
    requireDomain(request.company_domain, 'company_domain')
    return keyOf(request)
  },
  extract(request, { receivedAt, rawId, warn }) {
    const event = object(request.raw_event_payload) ?? {}
    const news = object(event.newsData) ?? {}
    const domain = requireDomain(request.company_domain, 'company_domain')
    const row = {
      client_domain: null,
      company_domain: domain,
      news_url: text(request.news_url),
      news_title: text(request.news_title),
      description: text(request.description),
      published_at: timestamp(news.publishDate, 'raw_event_payload.newsData.publishDate', warn),
      is_initial_check: boolean(event.isInitialCheck, 'raw_event_payload.isInitialCheck', warn) ?? false,
      natural_key: keyOf(request) ?? rawId,
      signal_detected_at: receivedAt,
    }
    return {
      rows: [{ table: 'extracted.signal_news', row }],
      observations: mention({ domain: companyDomain(domain), name: null }),
      warnings: [],
    }
  },
  answer(_request, settled, extraction) {
    const row = extraction.rows[0]?.row
    return {
      extracted_id: settled.rowId('extracted.signal_news'),
      company_domain: row?.company_domain ?? null,
      news_url: row?.news_url ?? null,
    }
  },
  answerSchema: Type.Object({ extracted_id: answerText, company_domain: answerText, news_url: answerText }),
})

/**
 * The article's URL without scheme, fragment and trailing slash; without one, company and headline. One article may name
 * several companies, so the company is part of the key. A baseline has a key of its own.
 */
function keyOf(request: Request): string | null {
  const url = text(request.news_url)
    ?.replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/#.*$/, '')
    .replace(/\/+$/, '')
  const initial = boolean(object(request.raw_event_payload)?.isInitialCheck) === true ? 'initial' : null
  const article = url ?? text(request.news_title)
  return article === null ? null : naturalKey([String(request.company_domain), article, initial])
}
