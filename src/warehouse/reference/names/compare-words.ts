import type { NameComparison } from './compare-company-names.ts'
import { isLegalForm, type NameWords } from './name-words.ts'
import { remainder, whatIsLeft } from './remainder.ts'
import { wordWeights } from './word-weights.ts'

/** Compares two names by their words; hints, aliases and known names are the caller's business. */
export function compareWords(a: NameWords, b: NameWords): NameComparison {
  if (a.words.length === 0 || b.words.length === 0) return { likelihood: 0, reason: 'no words' }
  if (a.place !== null && b.place !== null && a.place !== b.place) {
    return { likelihood: 0.1, reason: 'registered in different places' }
  }
  const one = a.words.join('')
  const other = b.words.join('')
  if (one === other) return equal(a, b)
  if (isForm(a, b) || isForm(b, a)) {
    return { likelihood: 0.9, reason: 'same words but for the legal form' }
  }
  if (sameSet(a.words, b.words)) return { likelihood: 0.9, reason: 'same words in another order' }
  const [short, long] = one.length <= other.length ? [a, b] : [b, a]
  return bank(short, long) ?? initials(short, long) ?? shortened(short, long) ?? alike(a, b)
}

/** "CooperCompanies" and "Cooper Companies, Inc.": one writes the legal form of the other into its name. */
function isForm(short: NameWords, long: NameWords): boolean {
  const [one, other] = [short.words.join(''), long.words.join('')]
  return other.startsWith(one) && short.whole.startsWith(other) && isLegalForm(other.slice(one.length))
}

function equal(a: NameWords, b: NameWords): NameComparison {
  const telling = a.words.some((word) => isTelling(word))
  const formsDiffer = a.form !== null && b.form !== null && a.form !== b.form
  const registered = a.form !== null && b.form !== null
  if (registered && a.spelt !== b.spelt)
    return { likelihood: 0.45, reason: 'both registered, one word in another form' }
  const wrappersDiffer = a.wrappers.join(' ') !== b.wrappers.join(' ')
  if (formsDiffer) {
    return { likelihood: telling && !wrappersDiffer ? 0.6 : 0.4, reason: 'same words, another legal form' }
  }
  if (wrappersDiffer && ((a.wrappers.length > 0 && b.wrappers.length > 0) || (registered && !telling))) {
    return { likelihood: 0.45, reason: 'same words, one a group and one a holding' }
  }
  if (a.words.length === 1 && onlyDecorated(a, b)) {
    return { likelihood: 0.45, reason: 'a plain word, with and without The, Co or .com' }
  }
  if (!telling) return { likelihood: 0.75, reason: 'same words, none of them rare' }
  return wrappersDiffer
    ? { likelihood: 0.9, reason: 'same words but for group or holding' }
    : { likelihood: 0.98, reason: 'same words' }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.length > 1 && [...a].sort().join(' ') === [...b].sort().join(' ')
}

/** Neither says what it is registered as, and one has "The", "Co" or ".com" besides: start-ups tell themselves apart so. */
function onlyDecorated(a: NameWords, b: NameWords): boolean {
  const word = a.words.join('')
  if (/\d/.test(word)) return false
  const bare = (name: NameWords) => name.whole === word && !name.article
  const decorated = ({ whole, article, form }: NameWords) =>
    whole === `${word}com` ||
    (article && form === null) ||
    (wordWeights().shared(word) && [`${word}co`, `${word}company`].includes(whole))
  return (bare(a) && decorated(b)) || (bare(b) && decorated(a))
}

function isTelling(word: string): boolean {
  const weights = wordWeights()
  return weights.frequency(word) <= 2 && !(weights.common(word) && weights.beginnings([word]) > 1)
}

const banks = new Set(['bank', 'bancorp', 'bancshares', 'financial'])

/** "Regions Bank" and "Regions Financial Corp", "Manpower" and "ManpowerGroup Inc.": what everybody calls them. */
function bank(a: NameWords, b: NameWords): NameComparison | null {
  if (a.form !== null && b.form !== null) return null
  const [one, other] = [a.words.join(''), b.words.join('')]
  if (other === `${one}group` || one === `${other}group`) return { likelihood: 0.7, reason: 'the same but for group' }
  if (a.words.length !== b.words.length || a.words.length < 2 || ![a, b].some(({ words }) => words.at(-1) === 'bank'))
    return null
  if (![a, b].every(({ words }) => banks.has(words.at(-1) ?? ''))) return null
  const head = a.words.slice(0, -1)
  if (
    head.join(' ') !== b.words.slice(0, -1).join(' ') ||
    !(head.some(isTelling) || (head.length > 1 && wordWeights().beginnings(head) === 1))
  )
    return null
  return { likelihood: 0.6, reason: 'a bank and the company that owns it' }
}

/** "IBM" and "International Business Machines": initials of at least three words. */
function initials(short: NameWords, long: NameWords): NameComparison | null {
  const word = short.words[0] ?? ''
  if (short.words.length !== 1 || word.length < 3 || word.length > 6 || long.words.length < 3) return null
  if (wordWeights().common(word)) return null
  const own = long.words.filter((each) => each !== 'and' && each !== 'of').map((each) => each[0])
  const all = long.words.filter((each) => each !== 'and').map((each) => each[0])
  const wrapped = [...own, ...long.wrappers.map((each) => each[0])]
  if (![own.join(''), all.join(''), wrapped.join(''), long.initials].includes(word)) return null
  return { likelihood: long.form === null ? 0.55 : 0.7, reason: 'the initials' }
}

/** "Costco" and "Costco Wholesale", "Disney" and "Walt Disney": one name is a part of the other. */
function shortened(short: NameWords, long: NameWords): NameComparison | null {
  const left = whatIsLeft(short.words, long.words)
  if (left === null) return null
  return remainder(short, long, left)
}

/** Never enough to say that they are the same: names of different companies differ by a letter or a word. */
function alike(a: NameWords, b: NameWords): NameComparison {
  const weights = wordWeights()
  const weight = (word: string) => 1 / Math.log2(1 + weights.frequency(word) + (weights.common(word) ? 4 : 0))
  const rest = [...b.words]
  let shared = 0
  let total = 0
  for (const word of a.words) {
    const at = rest.findIndex((each) => each === word || nearly(each, word))
    total += weight(word)
    if (at === -1) continue
    shared += weight(word) * (rest[at] === word ? 1 : 0.8)
    rest.splice(at, 1)
  }
  for (const word of rest) total += weight(word)
  const likelihood = Math.round((total === 0 ? 0 : shared / total) * 45) / 100
  return { likelihood, reason: likelihood === 0 ? 'nothing in common' : 'some words in common' }
}

/** One letter more, less or other, or two swapped, in words of at least five. */
function nearly(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 5 || Math.abs(a.length - b.length) > 1) return false
  let from = 0
  while (from < a.length && a[from] === b[from]) from += 1
  let to = 0
  while (to < Math.min(a.length, b.length) - from && a.at(-1 - to) === b.at(-1 - to)) to += 1
  const [leftA, leftB] = [a.slice(from, a.length - to), b.slice(from, b.length - to)]
  return leftA.length + leftB.length <= 2 || (leftA.length === 2 && leftA === [...leftB].reverse().join(''))
}
