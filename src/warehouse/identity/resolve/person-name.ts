import { distance } from './edit-distance.ts'
import { nicknamesOf } from './nicknames.ts'

/**
 * How well two names of people agree:
 * `same` but for case, accents and titles; `variant`: a nickname, an initial, a middle name more or less, another order;
 * `typo`: a letter or two are wrong; `similar`: in every word; `part`: one of them is one word only, which the other has;
 * `other`.
 */
export type NameAgreement = 'same' | 'variant' | 'typo' | 'similar' | 'part' | 'other'

const maxName = 200
const maxWords = 8
const titles = new Set('dr mr mrs ms miss prof sir herr frau ing dipl'.split(' '))
const degrees = new Set('jr sr ii iii iv phd md mba emba cpa pmp esq msc bsc cfa rn dds llm jd'.split(' '))
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  þ: 't',
  ð: 'd',
  æ: 'ae',
  œ: 'oe',
}

/**
 * The words of a person's name: lower case, no accents, brackets, titles or degrees; "Smith, John" is john smith. As
 * core.person_name_key reads them. Empty when the text has no letters.
 */
export function nameWords(name: string): string[] {
  // most names; the rest takes ten times as long, and a common name has hundreds of candidates
  if (name.length <= maxName && /^[A-Za-z]+(?: [A-Za-z]+)*$/.test(name)) return bare(name.toLowerCase().split(' '))
  const plain = name
    .slice(0, maxName)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]+/g, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(/\([^()]*\)|"[^"]*"|“[^”]*”/g, ' ')
    .replace(/['’‘`´]/g, '')
    .replace(/[ßøłđıþðæœ]/g, (letter) => letters[letter] ?? letter)
  const [before = '', after = ''] = plain.split(',')
  const turned = after.trim() !== '' && before.trim().split(/\s+/).length === 1 && before.trim() !== ''
  const words = (turned ? `${after} ${before}` : before).split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '')
  return bare(words)
}

/** Without titles before the name and degrees behind it. */
function bare(words: readonly string[]): string[] {
  let from = 0
  let to = words.length
  while (to - from > 1 && titles.has(words[from] ?? '')) from++
  while (to - from > 1 && degrees.has(words[to - 1] ?? '')) to--
  return words.slice(from, to).slice(0, maxWords)
}

/** How well two names agree, whichever of them comes first. */
export function compareNames(a: readonly string[], b: readonly string[]): NameAgreement {
  if (a.length === 0 || b.length === 0) return 'other'
  if (a.join('') === b.join('')) return a.length === 1 && a[0]?.length === 1 ? 'other' : 'same'
  const isFewer = a.length < b.length || (a.length === b.length && a.join(' ') <= b.join(' '))
  const [fewer, more] = isFewer ? [a, b] : [b, a]
  if (fewer.length === 1) return compareWord(fewer[0] ?? '', more)
  return grade(fewer, more)
}

function compareWord(word: string, words: readonly string[]): NameAgreement {
  if (word.length === 1) return 'other'
  if (words.length === 1) return wordAgreement(word, words[0] ?? '') > 0 ? 'typo' : 'other'
  return words.some((other) => other.length > 1 && wordAgreement(word, other) >= variant) ? 'part' : 'other'
}

const other = 0
const typo = 1
const variant = 2
const same = 3

/** Each word of the shorter name finds its best word in the longer one; the worst of them is the grade. */
function grade(fewer: readonly string[], more: readonly string[]): NameAgreement {
  const agreements = fewer.map((word) => more.map((other) => wordAgreement(word, other)))
  // what agrees fully is paired first, so that "Thomas Gabriel" is not spoiled by a nickname
  const order = [...fewer.keys()].sort(
    (x, y) => Math.max(...(agreements[y] ?? [])) - Math.max(...(agreements[x] ?? [])),
  )
  const free = new Set(more.keys())
  const found: number[] = []
  let wholeWords = 0
  for (const index of order) {
    let pick = -1
    let agreement = -1
    for (const at of free) {
      const here = agreements[index]?.[at] ?? other
      const nearer = Math.abs(at - index) < Math.abs(pick - index)
      if (here > agreement || (here === agreement && nearer)) [pick, agreement] = [at, here]
    }
    free.delete(pick)
    found[index] = agreement
    if (agreement > other && (fewer[index] ?? '').length > 1 && (more[pick] ?? '').length > 1) wholeWords++
  }
  if (wholeWords === 0) return 'other'
  if (Math.min(...found) === other) {
    // both ends agree and what stands between contradicts: John A. Smith is not surely John B. Smith
    const ends = [found[0] ?? other, found.at(-1) ?? other]
    return fewer.length > 2 && Math.min(...ends) >= variant ? 'typo' : 'other'
  }
  const typos = found.filter((agreement) => agreement === typo).length
  if (typos === 0) return 'variant'
  return typos < found.length ? 'typo' : 'similar'
}

function wordAgreement(a: string, b: string): number {
  if (a === b) return same
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? variant : other
  if (nicknamesOf(a).has(b)) return variant
  const length = Math.max(a.length, b.length)
  const allowed = length < 4 ? 0 : length < 6 ? 1 : 2
  if (Math.abs(a.length - b.length) > 2) return other
  if (withoutUmlauts(a) === withoutUmlauts(b)) return variant
  return distance(a, b, allowed) <= allowed ? typo : other
}

/** Müller is written Mueller where there is no ü. */
function withoutUmlauts(word: string): string {
  return word.includes('e') ? word.replace(/([aou])e/g, '$1') : word
}
