import { Type } from 'typebox'
import { integer, object, text, texts } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { type Ad, adRow, listAds, pick } from './ad-rows.ts'
import { answerFlag, answerInteger, answerTexts } from './answer-fields.ts'
import { defineWorkflow, type ExtractContext, type Extraction, type Settled } from './define.ts'
import { textField } from './request-fields.ts'
import { companyKey, requireDomain } from './subject.ts'

type Payload = Record<string, unknown>
type AdTable = 'extracted.company_linkedin_ads' | 'extracted.company_google_ads' | 'extracted.company_meta_ads'

const shared = {
  provider: 'adyntel',
  platform: 'clay',
  payloadType: 'enrichment',
  entityType: 'company',
  raw: { table: 'raw.payloads' },
  entityKey: (request: { domain: string }) => companyKey(requireDomain(request.domain, 'domain')),
} as const

const request = { domain: Type.String({ minLength: 1 }), clay_table_url: textField }

const adsAnswer = {
  domain: Type.String(),
  raw_payload_id: Type.String(),
  ads_extracted: Type.Integer(),
  total_ads: answerInteger,
  is_running_ads: answerFlag,
}

/** Ads of a company on LinkedIn. */
export const linkedinAds = defineWorkflow({
  ...shared,
  slug: 'linkedin-ads',
  aliases: ['linkedin-ads-ingest'],
  description: 'Ads of a company on LinkedIn',
  route: '/run/companies/clay-adyntel/linkedin-ads/ingest',
  request: Type.Object({ ...request, linkedin_ads_payload: Type.Object({}) }),
  payload: ['linkedin_ads_payload'],
  extract(body, context) {
    const payload = body.linkedin_ads_payload as Payload
    const domain = requireDomain(body.domain, 'domain')
    const ads = listAds(payload, 'ads', context.warn)
    const rows = ads?.map((ad) =>
      adRow(domain, 'ad_id', {
        ad_id: text(pick(ad, 'ad_id', 'id')),
        ad_type: text(pick(ad, 'type', 'ad_type')),
        creative_type: text(ad.creative_type),
        headline_title: text(pick(ad, 'headline.title', 'headline_title', 'headline')),
        headline_description: text(pick(ad, 'headline.description', 'headline_description')),
        commentary_text: text(pick(ad, 'commentary.text', 'commentary_text', 'commentary')),
        image_url: text(pick(ad, 'image.url', 'image_url', 'image')),
        image_alt_text: text(pick(ad, 'image.alt', 'image.alt_text', 'image_alt_text')),
        advertiser_name: text(pick(ad, 'advertiser.name', 'advertiser_name', 'advertiser')),
        view_details_link: text(ad.view_details_link),
      }),
    )
    const total = integer(payload.total_ads, 'total_ads', context.warn) ?? ads?.length ?? null
    return extraction(domain, 'extracted.company_linkedin_ads', rows, {
      table: 'core.company_linkedin_ads',
      row: { ...summary(domain, total, context), page_id: text(payload.page_id) },
    })
  },
  answer: (body, settled, result) => answer(body, settled, result),
  answerSchema: Type.Object(adsAnswer),
})

/** Ads of a company with Google. */
export const googleAds = defineWorkflow({
  ...shared,
  slug: 'google-ads',
  aliases: ['google-ads-ingest'],
  description: 'Ads of a company with Google',
  route: '/run/companies/clay-adyntel/google-ads/ingest',
  request: Type.Object({ ...request, google_ads_payload: Type.Object({}) }),
  payload: ['google_ads_payload'],
  extract(body, context) {
    const payload = body.google_ads_payload as Payload
    const domain = requireDomain(body.domain, 'domain')
    const ads = listAds(payload, 'ads', context.warn)
    const rows = ads?.map((ad, i) => {
      const variant = object(pick(ad, 'variants.0')) ?? {}
      return adRow(domain, 'creative_id', {
        creative_id: text(ad.creative_id),
        format: text(ad.format),
        start_date: text(pick(ad, 'start_date', 'start')),
        last_seen: text(ad.last_seen),
        advertiser_id: text(ad.advertiser_id),
        advertiser_name: text(ad.advertiser_name),
        original_url: text(ad.original_url),
        variant_content: text(variant.content),
        variant_width: integer(variant.width, `ads[${i}].variants[0].width`, context.warn),
        variant_height: integer(variant.height, `ads[${i}].variants[0].height`, context.warn),
      })
    })
    const total = integer(payload.total_ad_count, 'total_ad_count', context.warn) ?? ads?.length ?? null
    const advertiser = text(payload.advertiser_id) ?? text(ads?.find((ad) => text(ad.advertiser_id))?.advertiser_id)
    return extraction(domain, 'extracted.company_google_ads', rows, {
      table: 'core.company_google_ads',
      row: { ...summary(domain, total, context), advertiser_id: advertiser },
    })
  },
  answer: (body, settled, result) => answer(body, settled, result),
  answerSchema: Type.Object(adsAnswer),
})

/** Ads of a company with Meta. */
export const metaAds = defineWorkflow({
  ...shared,
  slug: 'meta-ads',
  aliases: ['meta-ads-ingest'],
  description: 'Ads of a company with Meta',
  route: '/run/companies/clay-adyntel/meta-ads/ingest',
  request: Type.Object({ ...request, meta_ads_payload: Type.Object({}) }),
  payload: ['meta_ads_payload'],
  extract(body, context) {
    const payload = body.meta_ads_payload as Payload
    const domain = requireDomain(body.domain, 'domain')
    const ads = listAds(payload, 'results', context.warn)
    const total = integer(payload.number_of_ads, 'number_of_ads', context.warn) ?? ads?.length ?? null
    return extraction(
      domain,
      'extracted.company_meta_ads',
      ads?.map((ad) => adRow(domain, 'ad_id', metaAd(ad))),
      {
        table: 'core.company_meta_ads',
        row: {
          ...summary(domain, total, context),
          page_id: text(payload.page_id),
          platforms: texts(payload.platform, 'platform', context.warn),
        },
      },
    )
  },
  answer: (body, settled, result) => ({
    ...answer(body, settled, result),
    platforms: result.rows.find(({ table }) => table === 'core.company_meta_ads')?.row.platforms ?? null,
  }),
  answerSchema: Type.Object({ ...adsAnswer, platforms: answerTexts }),
})

function metaAd(ad: Ad) {
  return {
    ad_id: text(pick(ad, 'ad_id', 'ad_archive_id', 'adArchiveID', 'id')),
    platform: (texts(pick(ad, 'platform', 'publisher_platform', 'publisherPlatform')) ?? []).join(', ') || null,
    start_date: text(pick(ad, 'start_date', 'startDate')),
    end_date: text(pick(ad, 'end_date', 'endDate')),
    status: text(ad.status) ?? activity(pick(ad, 'is_active', 'isActive')),
    page_name: text(pick(ad, 'page_name', 'pageName', 'snapshot.page_name')),
    ad_creative_body: text(pick(ad, 'ad_creative_body', 'snapshot.body.text', 'snapshot.body')),
    ad_creative_link_title: text(pick(ad, 'ad_creative_link_title', 'snapshot.title')),
    ad_creative_link_description: text(pick(ad, 'ad_creative_link_description', 'snapshot.link_description')),
    landing_page_url: text(pick(ad, 'landing_page_url', 'snapshot.link_url')),
    image_url: text(
      pick(ad, 'image_url', 'snapshot.images.0.original_image_url', 'snapshot.images.0.resized_image_url'),
    ),
    video_url: text(pick(ad, 'video_url', 'snapshot.videos.0.video_hd_url', 'snapshot.videos.0.video_sd_url')),
  }
}

function activity(active: unknown): string | null {
  return active === true ? 'active' : active === false ? 'inactive' : null
}

/** Nothing known of any ad is not the same as none. */
function summary(domain: string, total: number | null, { receivedAt }: ExtractContext) {
  return { domain, is_running_ads: total === null ? null : total > 0, ad_count: total, last_checked_at: receivedAt }
}

function extraction(
  domain: string,
  table: AdTable,
  ads: Ad[] | undefined,
  core: Extraction['rows'][number],
): Extraction {
  return {
    rows: [...(ads ?? []).map((row) => ({ table, row })), core],
    observations: aboutCompany({ domain }, {}),
    warnings: [],
  }
}

function answer(body: { domain: string }, settled: Settled, { rows }: Extraction) {
  const core = rows.at(-1)?.row
  return {
    domain: requireDomain(body.domain, 'domain'),
    raw_payload_id: settled.rawId,
    ads_extracted: Math.max(0, rows.length - 1),
    total_ads: core?.ad_count ?? null,
    is_running_ads: core?.is_running_ads ?? null,
  }
}
