import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { remember } from './remember.ts'

export interface Industry {
  name: string
  synonyms: string[]
}

let byKey: Map<string, string> | null = null

/**
 * The industry of LinkedIn's list (version 2) that a text names: by its name, by the name it had in version 1
 * ("Computer Software" is Software Development), or by what people obviously mean ("SaaS", "Cybersecurity"). Spelling
 * of "&", plurals, punctuation and case do not matter. Null where it is not clear: "B2B" and "Consumer" are no industry.
 */
export function canonicalIndustry(raw: string): string | null {
  return remembered(raw)
}

const remembered = remember(findIndustry)

function findIndustry(raw: string): string | null {
  byKey ??= readKeys()
  return byKey.get(industryKey(raw)) ?? null
}

/** The list itself, in the order of the names. */
export function industries(): Industry[] {
  return readFileSync(join(import.meta.dirname, 'industries.txt'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [name = '', synonyms = ''] = line.split('\t')
      return { name, synonyms: synonyms === '' ? [] : synonyms.split('|') }
    })
}

/** A name wins over a synonym that is spelled the same. */
function readKeys(): Map<string, string> {
  const keys = new Map<string, string>()
  const all = industries()
  for (const { name, synonyms } of all) for (const synonym of synonyms) keys.set(industryKey(synonym), name)
  for (const { name } of all) keys.set(industryKey(name), name)
  return keys
}

/** "Hospital & Health Care" and "Hospitals and Health Care" are one key: words without "and", without plural, in order. */
function industryKey(text: string): string {
  return text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'and')
    .map((word) => (word.length > 3 && !word.endsWith('ss') ? word.replace(/ies$/, 'y').replace(/s$/, '') : word))
    .join(' ')
}
