import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { placeKey } from '../places/place-key.ts'
import { COUNTRIES } from './countries.ts'
import { COUNTRY_ALIASES } from './country-aliases.ts'
import { remember } from './remember.ts'

export interface Country {
  /** The display name, as reference.countries has it. */
  name: string
  /** ISO 3166-1 alpha-2. */
  code: string
}

let names: Map<string, Country> | null = null
const byCode = new Map<string, Country>(COUNTRIES.map(([code, , name]) => [code, { name, code }]))

/**
 * The country that a text names: by ISO code of two or three letters, in some sixty languages, or as people abbreviate
 * it. Null when it names none, or more than a country ("Paris, France" is a location: see inferLocation).
 */
export function canonicalCountry(raw: string): Country | null {
  return remembered(raw)
}

const remembered = remember(findCountry)

function findCountry(raw: string): Country | null {
  names ??= readNames()
  const text = raw.slice(0, 200).replace(FLAG, flagCode)
  return byName(names, text) ?? agreed(names, text)
}

function byName(known: Map<string, Country>, text: string): Country | null {
  const key = placeKey(text)
  return known.get(key) ?? known.get(key.replace(WRAPPING, '').replace(BEHIND, '')) ?? null
}

/** "Germany (DE)", "Schweiz/Suisse" and "Korea (the Republic of)": parts that name one country, or explain its name. */
function agreed(known: Map<string, Country>, text: string): Country | null {
  const parts = text.split(/[()/|]/).filter((part) => part.trim() !== '')
  if (parts.length < 2 || parts.length > 4) return null
  const found = new Set(parts.filter((part) => !EXPLAINS.test(placeKey(part))).map((part) => byName(known, part)))
  const [only] = found
  return found.size === 1 ? (only ?? null) : null
}

/** 🇩🇪 is two letters of their own alphabet. */
function flagCode(flag: string): string {
  return [...flag].map((letter) => String.fromCharCode((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 65)).join('')
}

const FLAG = /[\u{1F1E6}-\u{1F1FF}]{2}/gu
const EXPLAINS =
  /^(?:the|the (?:republic|kingdom|state|commonwealth|federation) of|republic of|islamic republic of|country)$/
const BEHIND = / the$/

/** The country of an ISO 3166-1 alpha-2 code in capitals. */
export function countryOfCode(code: string): Country | null {
  return byCode.get(code) ?? null
}

const WRAPPING =
  /^(?:the |republic of |kingdom of |state of |republica de |republique d[eu] |republik |rep of |federal republic of )+/

/** The first call reads the file: about 5 ms. Later ones are a look into a map. */
function readNames(): Map<string, Country> {
  const read = new Map<string, Country>()
  function add(code: string, name: string): void {
    const country = byCode.get(code)
    if (country !== undefined && name !== '') read.set(placeKey(name), country)
  }
  for (const line of readFileSync(join(import.meta.dirname, 'country-names.txt'), 'utf8')
    .trimEnd()
    .split('\n')) {
    const [code = '', ...keys] = line.split('\t')
    const country = byCode.get(code)
    if (country !== undefined) for (const key of keys) read.set(key, country)
  }
  for (const [code, alpha3, name] of COUNTRIES) for (const text of [code, alpha3, name]) add(code, text)
  for (const [code, list] of Object.entries(COUNTRY_ALIASES)) {
    for (const name of list.split('|')) add(code, name)
  }
  return read
}
