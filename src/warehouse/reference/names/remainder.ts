import type { NameComparison } from './compare-company-names.ts'
import type { NameWords } from './name-words.ts'
import { wordWeights } from './word-weights.ts'

/** What the longer name has that the shorter has not: words after it, or before it. */
export interface Left {
  after: string[]
  before: string[]
}

/** Null when the shorter name is no part of the longer one in whole words. "JP Morgan" is a part of "JPMorgan Chase". */
export function whatIsLeft(short: readonly string[], long: readonly string[]): Left | null {
  const compact = short.join('')
  let begun = ''
  for (let i = 0; i < long.length - 1; i++) {
    begun += long[i]
    if (begun.length >= compact.length) {
      if (begun === compact) return { after: long.slice(i + 1), before: [] }
      break
    }
  }
  // "Hunt J B Transport": surnames stand first in some registers.
  if (short.length > 1 && short.length < long.length) {
    const head = [...long.slice(0, short.length)].sort().join(' ')
    if (head === [...short].sort().join(' ')) return { after: long.slice(short.length), before: [] }
  }
  let ended = ''
  for (let i = long.length - 1; i > 0; i--) {
    ended = long[i] + ended
    if (ended.length >= compact.length) {
      if (ended === compact) return { after: [], before: long.slice(0, i) }
      break
    }
  }
  return null
}

/** Words that make another company of what stands before them: its funds, its lenders, its shells, its places. */
const others = new Set(
  `fund funds acquisition acquisitions merger spac capital credit funding mortgage municipal income bond
  bonds etf etn investment investments investor investors midstream royalties lending lp
  receivables leasing securitization securities equity dividend opportunity opportunities preferred term growth
  ventures venture ii iii iv v vi vii viii ix x 1 2 3 4 5 6 7 8 9 of for by vs
  bdc advantaged strategic convertible infrastructure spinco
  labs kids junior canada europe india china japan asia africa america americas latin mexico brazil brasil uk north south east west
  northern southern eastern western california texas florida york jersey carolina virginia arkansas louisiana mississippi ohio`.split(
    /\s+/,
  ),
)
/** The same after any word that is not rare; after a rare one they say what it does: "Vornado Realty Trust". */
const perhaps = new Set(
  `trust trusts reit reits partners partner royalty hospitality realty properties and logistics minerals mining gold silver
  metals lithium uranium vacations`.split(/\s+/),
)
/** Words that say where a company works, not which one it is. */
const everywhere = new Set('international worldwide global us usa com'.split(' '))
/** Trades of companies that need no legal form to be registered: "Eversource Energy". */
const established = new Set(
  'international worldwide financial bancorp bancshares bank resorts hotels realty trust energy'.split(' '),
)
/** Words that say what kind of business it is. */
const trades = new Set(
  `technology systems platforms solutions services networks software communications industries enterprises brands products
  pharmaceuticals therapeutics sciences lifesciences biosciences laboratories semiconductor materials motor automotive airlines
  airways air stores wholesale foods beverage beverages entertainment interactive media studios games gaming sports sportswear
  energy power electric resources oil gas petroleum chemical chemicals steel aerospace aerosystems defense financial bank
  bancorp bancshares banking insurance markets analytics data digital healthcare health medical devices surgical diagnostics
  dental hotels resorts cruises cruise restaurants pizza outdoor apparel footwear fashion beauty cosmetics design
  construction homes builders building realestate property transport transportation shipping railway railroad freight telecom
  telecommunications telephone wireless mobile robotics automation controls instruments electronics devices components
  engineering manufacturing machinery equipment tools packaging paper education learning water environmental waste
  security payments holdings inc corp`.split(/\s+/),
)

/** How likely a name is the short form of a longer one, by what the longer one has besides. */
export function remainder(short: NameWords, long: NameWords, left: Left): NameComparison {
  const weights = wordWeights()
  const words = [...left.before, ...left.after]
  if (words.some((word) => others.has(word))) return { likelihood: 0.2, reason: 'a part, fund or relative of it' }
  // A registered name is no short form: "Comstock Inc." is not "Comstock Resources Inc".
  if (short.form !== null && long.form !== null)
    return { likelihood: 0.4, reason: 'both registered, one has more words' }
  const head = short.words
  const begins = weights.beginnings(head)
  // "Cheniere Energy" and "Cheniere Energy Partners": whoever begins so belongs to one family.
  const family =
    left.before.length === 0 && begins > 1 && begins === weights.beginnings([...head.slice(0, 1), words[0] ?? ''])
  const rare = head.some((word) => weights.frequency(word) <= 2 && !weights.common(word) && word.length > 2)
  if (words.some((word) => perhaps.has(word)) && (!rare || begins > 1)) {
    return { likelihood: 0.2, reason: 'a part or relative of it' }
  }
  if (left.before.length > 0) {
    const named = head.length === 1 ? weights.frequency(head[0] ?? '') <= 1 : weights.frequency(head.at(-1) ?? '') <= 1
    const registered = long.form !== null && weights.beginnings(left.before) === 1
    if (!rare || !named || !registered || words.length > 2)
      return { likelihood: 0.3, reason: 'the end of a longer name' }
    return { likelihood: 0.55, reason: 'the telling end of the name' }
  }
  const wide = words.every((word) => everywhere.has(word))
  const trade = words.every((word) => everywhere.has(word) || trades.has(word))
  // A name in the plain form of start-ups has no legal form; there "Nova" and "Nova Health" are two companies.
  const registered = long.form !== null || long.wrappers.length > 0
  if (family && head.length === 1 && rare && trade && registered) {
    return { likelihood: 0.6, reason: 'the name without its trade' }
  }
  if (begins > 1) {
    if (wide && rare && registered) return { likelihood: 0.55, reason: 'the name without where it works' }
    return { likelihood: 0.3, reason: 'several companies begin so' }
  }
  if (!rare) {
    if (wide && registered) return { likelihood: 0.6, reason: 'the name without where it works' }
    if ((registered || words.every((word) => established.has(word))) && head.length > 1) {
      return { likelihood: trade ? 0.6 : 0.55, reason: 'words with which only this name begins' }
    }
    if (trade && registered) return { likelihood: 0.5, reason: 'a plain word, and the trade besides' }
    return { likelihood: 0.35, reason: 'a plain word begins the longer name' }
  }
  if (!registered) {
    const likelihood = words.every((word) => established.has(word)) ? 0.5 : 0.45
    return { likelihood, reason: 'the longer name begins so' }
  }
  if (trade) return { likelihood: 0.8, reason: 'the name without its trade' }
  return { likelihood: words.length <= 2 ? 0.65 : 0.5, reason: 'the telling beginning of the name' }
}
