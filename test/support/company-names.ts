import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A company of the evaluation set: its registered name and what everybody calls it. */
export interface PublicCompany {
  number: string
  name: string
  everyday: string[]
}

const folder = join(import.meta.dirname, '../../data/company-names')

/** Companies of the SEC; those with an even number were looked at while the rules were written, the others were not. */
export function publicCompanies(half?: 'looked at' | 'held out'): PublicCompany[] {
  return linesOf('public-companies.txt').flatMap(([number = '', name = '', ...everyday]) => {
    const even = Number(number) % 2 === 0
    return half === undefined || even === (half === 'looked at') ? [{ number, name, everyday }] : []
  })
}

/** Registered names and everyday names of one company each. */
export function furtherEverydayNames(): [string, string][] {
  return linesOf('further-everyday-names.txt').map(([name = '', everyday = '']) => [name, everyday])
}

/** Companies of Y Combinator with the names they had, oldest first. */
export function startUps(): { id: string; names: string[] }[] {
  return linesOf('start-ups.txt').map(([id = '', ...names]) => ({ id, names }))
}

/** Pairs that agree in at least one block: all pairs that could be the same, and not all pairs there are. */
export function pairsIn(blocks: readonly Iterable<string>[], largest = 1500): [number, number][] {
  const members = new Map<string, number[]>()
  for (const [i, keys] of blocks.entries()) {
    for (const key of new Set(keys)) members.set(key, [...(members.get(key) ?? []), i])
  }
  const seen = new Set<number>()
  const pairs: [number, number][] = []
  for (const list of members.values()) {
    if (list.length > largest) continue
    for (const [n, a] of list.entries()) {
      for (const b of list.slice(n + 1)) {
        const id = a * blocks.length + b
        if (seen.has(id)) continue
        seen.add(id)
        pairs.push([a, b])
      }
    }
  }
  return pairs
}

function linesOf(file: string): string[][] {
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('|'))
}
