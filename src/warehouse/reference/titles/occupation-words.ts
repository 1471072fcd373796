import { readFileSync } from 'node:fs'
import { JOB_FUNCTIONS, type JobFunction } from './title-vocabulary.ts'
import type { TitleWord } from './title-words.ts'

interface Guess {
  name: JobFunction
  /** 0.3 to 0.65. */
  confidence: number
}

type Words = ReadonlyMap<string, readonly { name: JobFunction; share: number; titles: number }[]>

let words: Words | undefined

/**
 * What the words of a title say that no table knows: each word of `data/titles/occupation-words.tsv` speaks for the
 * functions in whose titles it stands, by its share of them; the last word of a title, which says what somebody is,
 * counts twice. A guess is worth an answer when half of what was said is for one function.
 */
export function guessFunction(title: readonly TitleWord[]): Guess | null {
  words ??= readWords()
  const scores = new Map<JobFunction, number>()
  let all = 0
  for (const [i, { word }] of title.entries()) {
    for (const { name, share, titles } of words.get(word) ?? words.get(word.replace(/s$/, '')) ?? []) {
      // A word that few titles hold says less, and nothing at all when it is spread over many functions.
      const weight = (i === title.length - 1 ? 2 : 1) * (titles / (titles + 2)) * share * share
      all += weight
      scores.set(name, (scores.get(name) ?? 0) + weight)
    }
  }
  const [best] = [...scores].sort(([, a], [, b]) => b - a)
  if (best === undefined || all < 0.1) return trade(title)
  const [name, score] = best
  return { name, confidence: score / all >= 0.5 ? 0.5 + 0.15 * Math.min(1, score) : 0.3 }
}

/** An English name of a trade that no list knows is one of production nearly always: of O*NET's, nine in ten. */
function trade(title: readonly TitleWord[]): Guess | null {
  const last = title.at(-1)?.word ?? ''
  return title.length <= 3 && /^[a-z]{3,}(er|or|man|hand)$/.test(last) ? { name: 'Operations', confidence: 0.5 } : null
}

function readWords(): Words {
  const text = readFileSync(new URL('../../../../data/titles/occupation-words.tsv', import.meta.url), 'utf8')
  return new Map(
    text.split('\n').flatMap((line) => {
      const [word = '', titles = '', ...found] = line.split('\t')
      if (word.startsWith('#') || found.length === 0) return []
      return [[word, found.flatMap((entry) => functionOf(entry, Number(titles)))] as const]
    }),
  )
}

function functionOf(entry: string, titles: number) {
  const [label, count] = entry.split(':')
  const name = JOB_FUNCTIONS.find((candidate) => candidate === label)
  return name === undefined ? [] : [{ name, share: Number(count) / titles, titles }]
}
