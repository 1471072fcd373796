import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How telling words are, counted over names of public companies and of start-ups. */
export interface WordWeights {
  /** In how many names a word stands; 1 for a word that was never seen twice. */
  frequency(word: string): number
  /** How many companies have names that begin with these words; 1 for a beginning that was never seen twice. */
  beginnings(words: readonly string[]): number
  /** A word of the language, which anybody may choose for a name: "target", "square". */
  common(word: string): boolean
  /** A word that is the whole name of several start-ups. */
  shared(word: string): boolean
}

/** A word that was met in one of its forms is known in all of them. */
const endings = ['', 's', 'd', 'ed', 'ing', 'y']

let loaded: WordWeights | undefined

/** The bundled weights; where they come from stands at the head of words.txt. */
export function wordWeights(): WordWeights {
  loaded ??= readWeights(readFileSync(join(import.meta.dirname, 'words.txt'), 'utf8'))
  return loaded
}

/** Lines of `frequency: word count …`, `beginning: words count …`, and `common: word …` and `namesake: word …`; # begins a comment. */
export function readWeights(text: string): WordWeights {
  const frequencies = new Map<string, number>()
  const heads = new Map<string, number>()
  const known = new Set<string>()
  const namesakes = new Set<string>()
  for (const line of text.split('\n')) {
    const [kind, rest] = line.split(': ', 2) as [string, string | undefined]
    if (rest === undefined || line.startsWith('#')) continue
    const set = kind === 'common' ? known : kind === 'namesake' ? namesakes : null
    if (set !== null) for (const word of rest.split(' ')) set.add(word)
    else {
      for (const entry of rest.split(' ')) {
        const at = entry.lastIndexOf(':')
        const count = Number(entry.slice(at + 1))
        if (kind === 'frequency') frequencies.set(entry.slice(0, at), count)
        else heads.set(entry.slice(0, at).replaceAll('_', ' '), count)
      }
    }
  }
  return {
    frequency: (word) => frequencies.get(word) ?? 1,
    beginnings: (words) => heads.get(words.slice(0, 2).join(' ')) ?? 1,
    shared: (word) => namesakes.has(word),
    common: (word) =>
      endings.some((ending) => known.has(word + ending)) || (word.endsWith('s') && known.has(word.slice(0, -1))),
  }
}
