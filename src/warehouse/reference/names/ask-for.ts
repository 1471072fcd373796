import { canonicalCountry } from '../lists/canonical-country.ts'
import { companyNameKey } from './company-name-key.ts'
import { knownKeys } from './known-names.ts'
import { type ParsedName, parseCompanyName } from './parse-company-name.ts'

export interface NameQuestion {
  name: string
  /** Where the company is, in any spelling that core may hold too; companies elsewhere are less likely. */
  country?: string | null
}

/** A name read for looking it up. */
export interface AskedName {
  name: string
  country: string | null
  parsed: ParsedName[]
  /** Keys to look for, each with how it follows from the name. */
  keys: Map<string, 'name' | 'alias'>
}

/** The keys under which a name may be stored: its own, those of names in brackets, and those of well-known companies. */
export function askFor({ name, country }: NameQuestion): AskedName {
  const parsed = parseCompanyName(name)
  const keys = new Map<string, 'name' | 'alias'>()
  const whole = companyNameKey(name)
  if (whole !== null) keys.set(whole, 'name')
  for (const { key, words } of parsed) {
    keys.set(key, 'name')
    // Brackets aside, spelt without abbreviations: "Acme Mfg" is stored as "Acme Manufacturing".
    keys.set(words.join(''), 'name')
    keys.set(key.endsWith('com') && key.length > 6 ? key.slice(0, -3) : `${key}com`, 'name')
  }
  for (const key of [...keys.keys()]) {
    for (const other of knownKeys(key) ?? []) if (!keys.has(other)) keys.set(other, 'alias')
  }
  const place = country?.trim() || null
  return { name, country: place === null ? null : (canonicalCountry(place)?.name ?? place), parsed, keys }
}
