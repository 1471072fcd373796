import { canonicalCountry } from '../lists/canonical-country.ts'
import type { AskedName } from './ask-for.ts'
import { compareParsedNames } from './compare-company-names.ts'
import type { DomainCandidate } from './find-domains.ts'
import type { StoredName } from './find-stored.ts'
import { knownKeys } from './known-names.ts'
import { type ParsedName, parseCompanyName } from './parse-company-name.ts'
import { wordWeights } from './word-weights.ts'

/** How likely a stored name is the one that was asked for, on the scale of 1 to 10; 0 for one that has nothing of it. */
export function weighCandidate(asked: AskedName, stored: StoredName): DomainCandidate {
  const exact = asked.name.trim().toLowerCase() === stored.found.trim().toLowerCase()
  const parsed = exact ? asked.parsed : parseCompanyName(stored.found)
  const compared = exact ? { likelihood: 1, reason: 'the same text' } : compareParsedNames(asked.parsed, parsed)
  const matched = exact ? 'exact' : how(asked, parsed, compared.likelihood)
  // A word of the language, such as "Mercury", is the name of companies that nobody has told us of.
  const [word = '', ...more] = asked.parsed[0]?.words ?? []
  const plain = more.length === 0 && wordWeights().common(word)
  let likelihood = Math.min(exact ? 10 : 9, plain ? 8 : 10, exact ? 10 : Math.round(compared.likelihood * 10))
  if (stored.former) likelihood = Math.min(likelihood, 7)
  // Names of one key that are not taken for one company are still worth showing.
  if (likelihood > 0) likelihood = Math.max(1, likelihood + placeBonus(asked.country, stored.country))
  return {
    domain: stored.domain,
    company_id: stored.company_id,
    name: stored.name,
    country: stored.country,
    likelihood: Math.min(10, likelihood),
    matched: stored.former ? 'alias' : matched,
    reason: stored.former ? `a name it had: ${stored.found}` : compared.reason,
  }
}

function how(asked: AskedName, parsed: readonly ParsedName[], likelihood: number): DomainCandidate['matched'] {
  const [main] = parsed
  if (main === undefined || likelihood < 0.5) return 'fuzzy'
  if (asked.keys.get(main.key) === 'alias' || knownKeys(main.key)?.some((key) => asked.keys.get(key) === 'name')) {
    return asked.parsed[0]?.key === main.key ? 'normalised' : 'alias'
  }
  return parsed.some(({ key }) => asked.keys.has(key)) ? 'normalised' : 'fuzzy'
}

/** A name in another country is more likely another company's; the sides may write a country differently. */
function placeBonus(asked: string | null, stored: string | null): number {
  if (asked === null || stored === null) return 0
  const [one, other] = [canonicalCountry(asked)?.code ?? asked, canonicalCountry(stored)?.code ?? stored]
  return one.toLowerCase() === other.toLowerCase() ? 1 : -3
}
