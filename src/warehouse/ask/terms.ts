/**
 * The number under which "field has this value" stands in the `terms` of a search row: 53 bits, so that it is exact as a
 * number here and as a bigint there. Among five million different terms two fall together with a probability of one in a
 * thousand. Another function would need all search rows to be made again (`searchVersion`).
 */
export function term(field: string, value: string): number {
  const text = `${field}:${value}`
  let [low, high] = [0x243f6a88, 0x85a308d3]
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    low = Math.imul(low ^ unit, 0x9e3779b1)
    low ^= low >>> 15
    high = Math.imul(high ^ unit, 0x85ebca6b)
    high ^= high >>> 13
  }
  low = Math.imul(low ^ (high >>> 16), 0xc2b2ae35)
  high = Math.imul(high ^ (low >>> 15), 0x27d4eb2f)
  return ((high ^ (high >>> 14)) >>> 11) * 0x1_0000_0000 + ((low ^ (low >>> 16)) >>> 0)
}

/** The form of a value by which it is compared: without case, accents, and white space around and in excess. */
export function valueKey(value: string): string {
  return fold(value).trim().replace(/\s+/g, ' ')
}

/**
 * The words of a text, in order, in the form by which they are compared: letters and digits of any script without case and
 * accents; "+" and "#" behind them count ("C++"). Chinese and Japanese, which put no spaces, give one word per character.
 */
export function wordsOf(text: string): string[] {
  return fold(text.slice(0, longestText)).match(WORD) ?? []
}

/** The first letters of a word, one to eight of them. */
export function beginnings(word: string): string[] {
  const letters = [...word].slice(0, longestBeginning)
  return letters.map((_, i) => letters.slice(0, i + 1).join(''))
}

export const longestBeginning = 8
const longestText = 1_000
const WORD = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{N}\p{M}]+[+#]*/gu

function fold(text: string): string {
  return /^[ -~]*$/.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replace(/\p{Mn}/gu, '')
        .toLowerCase()
}
