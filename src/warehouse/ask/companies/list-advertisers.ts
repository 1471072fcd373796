import type { Tx } from '../../../db/database.ts'
import { domainKey, keyValue } from '../../identity/keys.ts'
import { readEntityKeys } from '../../reference/lookups/entity-keys.ts'
import { makeMeta, type PageQuery } from '../leads/list-page.ts'
import type { ListMeta } from '../search/schema.ts'
import { readPlace, writePlace } from './place.ts'
import { readCompaniesAt } from './read-companies-at.ts'
import type { AdStatus, Advertiser } from './schema.ts'

/** Platforms whose ads are known, with the column that says who advertises there. */
export const adPlatforms = { google: 'advertiser_id', linkedin: 'page_id', meta: 'page_id' } as const
export type AdPlatform = keyof typeof adPlatforms

interface Row {
  domain: string
  is_running_ads: boolean | null
  ad_count: number | null
  advertiser: string | null
  last_checked_at: Date | null
}

/** Companies that run ads on a platform, those with most ads first. Throws 400 `invalid_cursor`. */
export async function listAdvertisers(
  tx: Tx,
  platform: AdPlatform,
  page: PageQuery,
): Promise<{ data: Advertiser[]; meta: ListMeta }> {
  const list = `${platform}-ads`
  const after = readPlace(list, page.cursor)
  const rows = await tx.query<Row>(
    `select ${columnsOf(platform)} from core.company_${platform}_ads
     where is_running_ads and ($1::integer is null or (coalesce(ad_count, 0), domain) < ($1, $2))
     order by coalesce(ad_count, 0) desc, domain desc limit $3 offset $4`,
    [after?.rank ?? null, after?.domain ?? null, page.limit + 1, after === null ? page.offset : 0],
  )
  const shown = rows.slice(0, page.limit)
  const companies = await readCompaniesAt(
    tx,
    shown.map(({ domain }) => domain),
  )
  const last = rows.length > shown.length ? shown.at(-1) : undefined
  const cursor = last === undefined ? null : writePlace(list, { rank: last.ad_count ?? 0, domain: last.domain })
  return {
    data: shown.map((row, i) => ({ ...(companies[i] as Advertiser), ...statusOf(row) })),
    meta: await makeMeta(page, cursor, () => countAdvertisers(tx, platform)),
  }
}

async function countAdvertisers(tx: Tx, platform: AdPlatform) {
  const [row] = await tx.query<{ total: number }>(
    `select count(*)::integer as total from core.company_${platform}_ads where is_running_ads`,
  )
  return { total: row?.total ?? 0, total_is: 'exact' as const }
}

/** What is known of a company's ads on each platform, null where nobody has looked: under any of its domains, the latest. */
export async function showAds(tx: Tx, domain: string): Promise<Record<`${AdPlatform}_ads`, AdStatus | null>> {
  const [keys = []] = await readEntityKeys(tx, [domainKey(domain)])
  const domains = keys.map(keyValue)
  return {
    google_ads: await showStatus(tx, 'google', domains),
    linkedin_ads: await showStatus(tx, 'linkedin', domains),
    meta_ads: await showStatus(tx, 'meta', domains),
  }
}

async function showStatus(tx: Tx, platform: AdPlatform, domains: readonly string[]): Promise<AdStatus | null> {
  const [row] = await tx.query<Row>(
    `select ${columnsOf(platform)} from core.company_${platform}_ads where domain = any($1::text[])
     order by observed_at desc, domain limit 1`,
    [domains],
  )
  return row === undefined ? null : statusOf(row)
}

function columnsOf(platform: AdPlatform): string {
  return `domain, is_running_ads, ad_count, ${adPlatforms[platform]} as advertiser, last_checked_at`
}

function statusOf({ domain: _, last_checked_at, ...row }: Row): AdStatus {
  return { ...row, last_checked_at: last_checked_at?.toISOString() ?? null }
}
