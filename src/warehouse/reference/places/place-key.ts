/** Letters that Unicode does not decompose, as English writes them. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ə: 'e',
  ŋ: 'n',
}

/** Abbreviations that stand for one word wherever they stand in a name of a place. */
const WORDS: Record<string, string> = { st: 'saint', ste: 'sainte', ft: 'fort', mt: 'mount' }

/**
 * The form under which names of places are compared: lower case, no accents, no apostrophes, every other sign a space,
 * "U.S.A." as "usa", "St. Louis" as "saint louis". "Zürich", "ZURICH" and "Zurich" are one key; "Zuerich" is another,
 * which the gazetteer has as a name of its own.
 */
export function placeKey(text: string): string {
  const plain = PLAIN.test(text) ? text : text.toLowerCase().replace(LETTER, (letter) => LETTERS[letter] ?? letter)
  const folded = ASCII.test(plain) ? plain : plain.normalize('NFKD').replace(ACCENT, '').normalize('NFC')
  const lower = folded.toLowerCase().replace(INITIAL, '$1').replace(APOSTROPHE, '').replace(SIGNS, ' ').trim()
  return ABBREVIATED.test(lower) ? lower.replace(WORD, (word) => WORDS[word] ?? word) : lower
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what ASCII is
const ASCII = /^[\x00-\x7f]*$/
const PLAIN = ASCII
const LETTER = /[ßæœøłđðþıħəŋ]/g
const ACCENT = /[\u0300-\u036f]/g
const INITIAL = /(?<![\p{L}\p{N}])(\p{L})\./gu
const APOSTROPHE = /['’‘ʼʻʹ`´]/g
const SIGNS = /[^\p{L}\p{N}\p{M}]+/gu
const ABBREVIATED = /(?:^| )(?:ste?|ft|mt)(?: |$)/
const WORD = /\S+/g
