/** One word of a title as the word tables see it, and what stands before it in the text. */
export interface TitleWord {
  /** Small letters, no accents; one character of Chinese, Japanese or Korean is a word of its own. */
  word: string
  /** What stands between the word before and this one: a space, ", ", "/"… */
  gap: string
}

const spelledOut: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ð: 'd',
  þ: 'th',
}

/** Small letters without accents. Marks of kana are kept: without them they are other syllables. */
export function foldLetters(text: string): string {
  const small = text.toLowerCase()
  if (/^[\0-\x7f]*$/.test(small)) return small
  return small
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[ßøłđæœıðþ]/g, (letter) => spelledOut[letter] ?? letter)
}

const oneWord = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Hangul}ー]|[\p{L}\p{M}\p{N}]+[+#]*/gu
const asciiWord = /[a-z0-9]+[+#]*/g

/** The words of a text that `foldLetters` has been through. */
export function splitWords(folded: string): TitleWord[] {
  const found: TitleWord[] = []
  let end = 0
  for (const { 0: word, index } of folded.matchAll(/^[\0-\x7f]*$/.test(folded) ? asciiWord : oneWord)) {
    found.push({ word, gap: folded.slice(end, index) })
    end = index + word.length
  }
  return found
}
