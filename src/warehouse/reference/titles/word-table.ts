import { readFileSync } from 'node:fs'
import { foldLetters, splitWords, type TitleWord } from './title-words.ts'

/** Words of a title that a table knows: where they stand and the section that lists them. */
export interface Hit {
  start: number
  end: number
  section: string
}

interface Node {
  next: Map<string, Node>
  /** What is listed here, when the words up to this node are an entry. */
  section: string | null
}

interface Affix {
  letters: string
  begins: boolean
  ends: boolean
  section: string
}

export interface WordTable {
  phrases: Node
  /** Entries with a star, by their first three letters. */
  affixes: Map<string, Affix[]>
}

/**
 * Reads a table of words: sections in brackets, then lines of a language each, as the head of `data/titles/levels.txt`
 * describes. An entry listed twice belongs to the section that lists it first.
 */
export function readWordTable(...files: string[]): WordTable {
  const table: WordTable = { phrases: { next: new Map(), section: null }, affixes: new Map() }
  for (const file of files) {
    let section = ''
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line.startsWith('#') || line.trim() === '') continue
      const heading = /^\[(.+)\]$/.exec(line)?.[1]
      if (heading !== undefined) section = heading
      else for (const entry of line.slice(line.indexOf(':') + 1).split(',')) addEntry(table, entry.trim(), section)
    }
  }
  for (const entries of table.affixes.values()) entries.sort((a, b) => b.letters.length - a.letters.length)
  return table
}

function addEntry(table: WordTable, entry: string, section: string) {
  if (!entry.includes('*')) {
    for (const words of alternatives(entry)) addPhrase(table.phrases, words, section)
    return
  }
  const letters = foldLetters(entry.replaceAll('*', ''))
  const start = letters.slice(0, 3)
  const affix = { letters, begins: !entry.startsWith('*'), ends: !entry.endsWith('*'), section }
  table.affixes.set(start, [...(table.affixes.get(start) ?? []), affix])
}

/** "a/b c" stands for "a c" and "b c". */
function alternatives(entry: string): string[][] {
  let phrases: string[][] = [[]]
  for (const part of entry.split(' ')) {
    const choices = part.split('/').map((choice) => splitWords(foldLetters(choice)).map(({ word }) => word))
    phrases = phrases.flatMap((words) => choices.map((choice) => [...words, ...choice]))
  }
  return phrases
}

function addPhrase(root: Node, words: readonly string[], section: string) {
  if (words.length === 0) return
  let node = root
  for (const word of words) {
    const known = node.next.get(word) ?? { next: new Map(), section: null }
    node.next.set(word, known)
    node = known
  }
  node.section ??= section
}

/** What a table says about a title: the longest entries first, each word of the title counted once, in order. */
export function findHits(table: WordTable, words: readonly TitleWord[]): Hit[] {
  const all: (Hit & { rank: number })[] = []
  for (let start = 0; start < words.length; start++) {
    let node: Node | undefined = table.phrases
    let whole = false
    for (let end = start; end < words.length; end++) {
      node = node.next.get(words[end]?.word ?? '')
      if (node === undefined) break
      if (node.section === null) continue
      whole ||= end === start
      all.push({ start, end: end + 1, section: node.section, rank: end + 1 - start })
    }
    const affix = whole ? null : findAffix(table, words[start]?.word ?? '')
    if (affix !== null) all.push({ start, end: start + 1, section: affix.section, rank: affix.letters.length / 100 })
  }
  all.sort((a, b) => b.rank - a.rank || a.start - b.start)
  const taken: Hit[] = []
  for (const { start, end, section } of all) {
    if (taken.every((hit) => hit.end <= start || hit.start >= end)) taken.push({ start, end, section })
  }
  return taken.sort((a, b) => a.start - b.start)
}

/** The longest entry with a star that a word is made with. */
function findAffix(table: WordTable, word: string): Affix | null {
  let best: Affix | null = null
  for (let at = 0; at + 3 <= word.length; at++) {
    for (const affix of table.affixes.get(word.slice(at, at + 3)) ?? []) {
      if (best !== null && affix.letters.length <= best.letters.length) break
      if (affix.begins && at > 0) continue
      if (affix.ends && (at < 2 || at + affix.letters.length !== word.length)) continue
      if (word.startsWith(affix.letters, at)) best = affix
    }
  }
  return best
}
