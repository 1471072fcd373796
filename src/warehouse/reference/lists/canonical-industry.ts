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
  const key = industryKey(raw)
  const bare = key.replace(KIND, '').trim()
  return byKey.get(key) ?? byKey.get(bare) ?? byKey.get(bare.replace(SERVICE, '').trim()) ?? agreed(byKey, raw)
}

/** "Automotive Sector" and "Insurance Services" say no more than "Automotive" and "Insurance"; words are in order. */
const KIND = / ?\b(?:industry|sector|company)\b/g
const SERVICE = / ?\bservice\b/

/** "Computer Software / SaaS" is one industry, said twice; "Retail / Insurance" is none. */
function agreed(keys: Map<string, string>, raw: string): string | null {
  const parts = raw.slice(0, 200).split(/[/|;]/)
  const found = new Set(parts.map((part) => keys.get(industryKey(part))))
  const [only] = found
  return parts.length > 1 && found.size === 1 ? (only ?? null) : null
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

/** "Hospital & Health Care" and "Health Care and Hospitals" are one key: the words without "and", without plural, sorted. */
function industryKey(text: string): string {
  return text
    .slice(0, 200)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'and')
    .map((word) => (word.length > 3 && !word.endsWith('ss') ? word.replace(/ies$/, 'y').replace(/s$/, '') : word))
    .sort()
    .join(' ')
    .trim()
}
