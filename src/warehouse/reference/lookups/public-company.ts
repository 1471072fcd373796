import { Type } from 'typebox'
import type { Reader } from '../../../db/database.ts'
import { askedEntities, askedFor } from './entity-keys.ts'
import { TextOrNull } from './schema.ts'

export const PublicCompanyAnswer = {
  found: Type.Boolean({ description: 'The company is known to be publicly traded' }),
  ticker: TextOrNull,
  cik: TextOrNull,
  sec_company_name: TextOrNull,
  last_updated: TextOrNull,
  note: TextOrNull,
}

interface Row {
  found: boolean
  ticker: string | null
  cik: string | null
  sec_company_name: string | null
  last_updated: Date | null
}

/** Ticker symbol and SEC registration of each company, in order, under any of its domains. `note` says what is missing. */
export async function findPublicCompanies(db: Reader, companies: readonly (readonly string[])[]) {
  const rows = await db.query<Row>(
    `select p.domain is not null or t.domain is not null as found,
       coalesce(p.ticker, t.ticker) as ticker, s.cik, s.sec_company_name,
       greatest(p.observed_at, t.observed_at, s.observed_at) as last_updated
     from ${askedEntities}
     left join lateral (
       select domain, ticker, observed_at from core.company_public where domain = any (asked.keys)
       order by ticker is null, array_position(asked.keys, domain) limit 1
     ) p on true
     left join lateral (
       select domain, ticker, observed_at from extracted.company_ticker where domain = any (asked.keys)
       order by ticker is null, array_position(asked.keys, domain) limit 1
     ) t on true
     left join reference.sec_company_info s on s.ticker = coalesce(p.ticker, t.ticker)
     order by asked.n`,
    [askedFor(companies)],
  )
  return rows.map(({ last_updated, ...row }) => ({
    ...row,
    last_updated: last_updated?.toISOString() ?? null,
    note: noteOn(row),
  }))
}

function noteOn({ found, ticker, cik }: Omit<Row, 'last_updated'>): string | null {
  if (!found) return 'Not known to be publicly traded'
  if (ticker === null) return 'Publicly traded, but its ticker is not known'
  return cik === null ? 'Its number at the SEC is not known' : null
}
