import { compareWords } from './compare-words.ts'
import { knownKeys } from './known-names.ts'
import { type ParsedName, parseCompanyName } from './parse-company-name.ts'
import { wordWeights } from './word-weights.ts'

export interface NameComparison {
  /** 0 to 1; from `sameCompany` on the two names are taken to name one company. */
  likelihood: number
  reason: string
}

/** At or above this likelihood two names are taken to be of the same company. */
export const sameCompany = 0.5

/** How likely two texts name the same company, and why. Symmetric. Names alone decide; a shared domain would be stronger. */
export function compareCompanyNames(a: string, b: string): NameComparison {
  return compareParsedNames(parseCompanyName(a), parseCompanyName(b))
}

/** The same for names that have been parsed. */
export function compareParsedNames(a: readonly ParsedName[], b: readonly ParsedName[]): NameComparison {
  let best: NameComparison = { likelihood: 0, reason: 'nothing in common' }
  // "Elevate (formerly Bloom)" tells itself from others called Elevate by what stands in brackets.
  const told = a[0]?.told !== b[0]?.told && [a, b].some(([main]) => main !== undefined && isOrdinary(main, 9))
  for (const one of a) {
    for (const other of b) {
      const { likelihood, reason } = compareTwo(one, other)
      const limit = told && one.role === 'main' && other.role === 'main' ? 0.45 : 1
      if (Math.min(likelihood, limit) > best.likelihood) best = { likelihood: Math.min(likelihood, limit), reason }
    }
  }
  return best
}

function compareTwo(a: ParsedName, b: ParsedName): NameComparison {
  const compared = known(a, b) ?? compareWords(a, b)
  if (a.role === 'main' && b.role === 'main') return compared
  if (isOrdinary(a) || isOrdinary(b)) {
    return { likelihood: Math.min(compared.likelihood, 0.45), reason: `${compared.reason} (a plain word in brackets)` }
  }
  const former = a.role === 'former' || b.role === 'former'
  // What stands in brackets must agree in full: "Kiln (Fenwick)" is not every company that begins with Fenwick.
  const limit = compared.likelihood >= 0.9 ? 0.9 : 0.4
  return {
    likelihood: Math.min(compared.likelihood, limit),
    reason: `${compared.reason} (${former ? 'a former name' : 'a further name'})`,
  }
}

/** What the list of well-known names decides; null when it says nothing. */
function known(a: ParsedName, b: ParsedName): NameComparison | null {
  if (a.key === b.key) return null
  const keysOfA = knownKeys(a.key)
  const keysOfB = knownKeys(b.key)
  if (keysOfA?.includes(b.key)) {
    // "Vertex, Inc." is registered so, and is not what "Vertex" is short for; nor is "Prudential Plc" Prudential Financial.
    const [shorter, longer] = a.key.length <= b.key.length ? [a, b] : [b, a]
    const differ = longer.form !== null && longer.form !== shorter.form
    if (shorter.form !== null && longer.key.startsWith(shorter.key) && (shorter.key !== keysOfA[0] || differ)) {
      return { likelihood: 0.4, reason: 'the short name of a known company, but with a legal form of its own' }
    }
    return { likelihood: 0.95, reason: 'both names are known for this company' }
  }
  // A name that everybody uses for one company is not the short form of another one.
  const short = a.key.length <= b.key.length ? keysOfA : keysOfB
  const long = a.key.length <= b.key.length ? keysOfB : keysOfA
  if (short === null) return null
  if (long !== null) return { likelihood: 0.05, reason: 'both are known names of different companies' }
  return {
    likelihood: Math.min(0.3, compareWords(a, b).likelihood),
    reason: 'the shorter name is known for another company',
  }
}

/** One short or common word, nothing that somebody had to invent like "OpenPhone" or "Instabug". */
function isOrdinary({ words, coined }: ParsedName, shorterThan = 8): boolean {
  const [word = ''] = words
  return words.length === 1 && !coined && (word.length < shorterThan || wordWeights().common(word))
}
