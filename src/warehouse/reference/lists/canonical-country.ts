import { COUNTRIES } from './countries.ts'

export interface Country {
  /** The display name, as reference.countries has it. */
  name: string
  /** ISO 3166-1 alpha-2. */
  code: string
}

const byKey = new Map<string, Country>()
for (const [code, alpha3, name] of COUNTRIES) {
  for (const key of [code, alpha3, name]) byKey.set(countryKey(key), { name, code })
}
for (const [name, code] of [
  ['UK', 'GB'],
  ['USA', 'US'],
  ['England', 'GB'],
  ['Turkey', 'TR'],
] as const) {
  const country = byKey.get(code)
  if (country !== undefined) byKey.set(countryKey(name), country)
}

function countryKey(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** The country that a text names, in any of its usual spellings; null when it names none. */
export function canonicalCountry(raw: string): Country | null {
  return byKey.get(countryKey(raw)) ?? null
}
