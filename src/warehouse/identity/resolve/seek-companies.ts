import type { Tx } from '../../../db/database.ts'
import { domainKey } from '../keys.ts'
import type { CompanyClues } from './company-clues.ts'
import type { CompanyData } from './core-rows.ts'
import { domainsOfTickers } from './find-by-keys.ts'
import { type CompanyFacts, findCompaniesByName } from './find-companies.ts'
import { findOtherNames } from './find-other-names.ts'
import { worth } from './likelihood.ts'
import { nameEntities } from './name-entities.ts'
import { readCompanies, readKeys } from './read-core.ts'
import type { SoughtAll } from './seek.ts'
import { weighCompany } from './weigh-company.ts'

/**
 * Whom each request may mean, with what speaks for it. By name only where no identifier found anybody, unless
 * `namesToo`.
 */
export async function seekCompanies(
  tx: Tx,
  requests: readonly CompanyClues[],
  { namesToo }: { namesToo: boolean },
): Promise<SoughtAll<CompanyData>> {
  const tickers = await domainsOfTickers(tx, [...new Set(requests.flatMap(({ ticker }) => ticker ?? []))])
  const named = await nameEntities(
    tx,
    'company',
    requests.map(({ id, keys, ticker }) => ({ id, keys: [...keys, ...tickerKeys(ticker, tickers)] })),
  )
  const asked = requests.flatMap(({ name, place }, at) => {
    if (name === null || (!namesToo && named[at]?.namings.some(({ id }) => id !== null))) return []
    return { at, key: name.key, name: name.given, country: place?.country ?? null }
  })
  const byName = await findCompaniesByName(tx, asked)
  const open = asked.filter(({ at }) => namesToo || byName.get(at)?.companies.size === 0)
  const otherNames = await findOtherNames(tx, open, { similarToo: namesToo })
  const identified = [...new Set(named.flatMap(({ namings }) => namings.flatMap(({ id }) => id ?? [])))]
  const others = [...otherNames.values()].flatMap((companies) => [...companies.keys()])
  const [rows, keys] = await Promise.all([
    readCompanies(tx, [...new Set([...identified, ...others])]),
    readKeys(tx, identified),
  ])
  const sought = requests.map((clues, at) => {
    const { namings, redirectedFrom } = named[at] ?? { namings: [], redirectedFrom: null }
    const found = byName.get(at)
    const facts = new Map<string, CompanyFacts>(found?.companies)
    const others = otherNames.get(at)
    for (const id of [...namings.flatMap(({ id }) => id ?? []), ...(others?.keys() ?? [])]) {
      const row = rows.get(id)
      if (row !== undefined) facts.set(id, row)
    }
    const weighed = [...facts].map(([id, company]) =>
      weighCompany(clues, namings, id, company, found?.former.has(id) ? 'former' : (others?.get(id) ?? null)),
    )
    return { weighed, redirectedFrom, truncated: found?.truncated ?? false }
  })
  return { sought, rows, keys }
}

function tickerKeys(ticker: string | null, tickers: ReadonlyMap<string, string[]>) {
  if (ticker === null) return []
  return (tickers.get(ticker) ?? []).map((domain) => ({
    field: 'ticker',
    given: ticker,
    key: domainKey(domain),
    alone: worth.ticker,
    how: 'ticker',
  }))
}
