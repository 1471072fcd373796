import type { NameWords } from './name-words.ts'
import { wordWeights } from './word-weights.ts'

/** A word in more names than this says too little to look for it. */
const frequent = 40
const telling = 2

/** By what a name is found whose beginning is not known: its most telling words but the first, and its initials. */
export function nameBlocks({ words, initials }: NameWords): string[] {
  const blocks = tellingWords(words.slice(1)).map((word) => `w:${word}`)
  if (words.length > 2) {
    const short = words.filter((word) => word !== 'and' && word !== 'of').map((word) => word[0])
    for (const letters of new Set([short.join(''), initials])) {
      if (letters.length >= 3 && letters.length <= 6) blocks.push(`a:${letters}`)
    }
  }
  return blocks
}

/** The blocks in which a company stands whose name is asked for like this. */
export function askedBlocks({ words }: NameWords): string[] {
  const blocks = tellingWords(words).map((word) => `w:${word}`)
  const [word = ''] = words
  if (words.length === 1 && word.length >= 3 && word.length <= 6) blocks.push(`a:${word}`)
  return blocks
}

function tellingWords(words: readonly string[]): string[] {
  const weights = wordWeights()
  return [...new Set(words)]
    .filter((word) => word.length > 2 && word.length <= 60 && weights.frequency(word) <= frequent)
    .sort((a, b) => weights.frequency(a) - weights.frequency(b) || b.length - a.length)
    .slice(0, telling)
}
