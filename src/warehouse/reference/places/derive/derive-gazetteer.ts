import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { placeKey } from '../place-key.ts'
import { CITY_ALIASES, CITY_NAMES } from './city-names.ts'
import { readCatalog } from './gettext-catalog.ts'
import { STATE_ALIASES, STATE_CODES, STATE_NAMES } from './state-codes.ts'

// Makes ../gazetteer.br from GeoNames: node derive-gazetteer.ts <cities1000.txt> <locale folder of libgeonames-common>.
// ATTRIBUTION.md one folder up says where both come from and under which licence.

const [citiesFile = '', localeFolder = ''] = process.argv.slice(2)

/** The languages whose names of places are taken: those of LinkedIn's pages, and those of the larger markets. */
const LANGUAGES =
  'en de fr es pt it nl sv da nb nn fi is pl cs sk hu ro bg hr sr sl mk sq el tr ru uk be lt lv et ca gl eu ga cy ' +
  'he ar fa hi bn mr ta te ur th vi id ms tl fil ja ko zh zh_CN zh_TW kk uz az hy ka'

/** Countries that are one city: no state is answered for them. */
const WITHOUT_STATES = new Set(['SG', 'HK', 'MO', 'MC', 'VA', 'GI'])

const ALTERNATE_FROM = 200_000
const FIELDS = { id: 0, name: 1, ascii: 2, alternates: 3, feature: 7, country: 8, state: 10, population: 14 }

interface Refs {
  names: Set<string>
  alternates: Set<string>
}

const catalogs = LANGUAGES.split(' ').map((language) => ({
  language,
  names: readCatalog(join(localeFolder, language, 'LC_MESSAGES/geonames.mo')),
}))
const english = catalogs.find(({ language }) => language === 'en')?.names ?? new Map<string, string>()
const keys = new Map<string, Refs>()

function addKey(text: string, ref: string, kind: keyof Refs): void {
  const key = placeKey(text)
  if (key === '' || key.length > 60) return
  const refs = keys.get(key) ?? { names: new Set(), alternates: new Set() }
  refs[kind].add(ref)
  keys.set(key, refs)
}

const GENERIC =
  /^(the )?(capital|central|western|eastern|northern|southern|north|south|east|west|national capital|upper|lower|northwest|littoral|coast|islands?|center|centre)$/i
const PREFIX =
  /^(state|canton|province|free state|region|autonomous region|municipality|city|free and hanseatic city|special region|federal territory|republic|district|principality|free and sovereign state|departamento|estado|department|governorate|autonomous republic) (of|de|del|da|do) /i
const SUFFIX =
  /[ -](province|region|county|district|governorate|oblast’?'?|oblast|prefecture|department|voivodeship|voivodship|emirate|municipality|state|division|kray|krai|kraj|parish|canton|ken|autonomous region|special capital region|republic|area)$/i

/** "Canton of Zurich" and "Aichi Prefecture" as people say them; "Capital Region" stays what it is. */
function plainState(name: string): string {
  const bare = withoutTransliteration(name).replace(PREFIX, '').replace(SUFFIX, '')
  return bare === '' || GENERIC.test(bare) ? withoutTransliteration(name) : bare
}

function displayState(id: string): string {
  const name = plainState(english.get(id) ?? id)
  return id.startsWith('KR.') ? name.replace(/-(do|si)$/, '') : name.replace(/[’']$/, '')
}

/** "Tūnis" and "Raʼs al Khaymah" are how scholars write Arabic, not how places are called. */
function withoutTransliteration(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0304\u0323-\u0331]/g, '')
    .replace(/[ʿʾʼ‘]/g, '')
    .normalize('NFC')
}

const states = [...english.keys()].filter((id) => /^[A-Z]{2}\./.test(id) && !WITHOUT_STATES.has(id.slice(0, 2))).sort()
const stateIndex = new Map(states.map((id, index) => [id, index]))

for (const [index, id] of states.entries()) {
  const ref = `@${index.toString(36)}`
  for (const text of [displayState(id), STATE_NAMES[id] ?? '', ...(STATE_ALIASES[id] ?? '').split('|')])
    addKey(text, ref, 'names')
  for (const { names } of catalogs) {
    const text = names.get(id) ?? ''
    addKey(text, ref, 'names')
    addKey(plainState(text), ref, 'names')
  }
  const code = id.slice(3)
  if (/^(US|CH|GB)\.[A-Z]+$/.test(id)) addKey(code, `^${index.toString(36)}`, 'names')
}
for (const [country, list] of Object.entries(STATE_CODES)) {
  for (const pair of list.split(';')) {
    const [code = '', name = ''] = pair.trim().split('=')
    const index = states.findIndex((id) => id.startsWith(`${country}.`) && english.get(id) === name.trim())
    if (index === -1) throw new Error(`no state of ${country} is called ${name}`)
    addKey(code, `^${index.toString(36)}`, 'names')
  }
}

/** Sections of a populated place: Kreuzberg is a part of Berlin. */
const QUARTERS = new Set(['PPLX'])

/** A capital is meant by its name, however few live in it: Valletta has 6,400. */
const CAPITAL = 60_000

/** Two digits of a population are enough to compare by. */
function rounded(population: number): number {
  return population < 100 ? population : Number(population.toPrecision(2))
}

const NOISE = /\b(City|Province|Metropolitan Area|town|District)$/
/** "Goyang-si" and "Gifu-shi" end in "city", "Ballerup Municipality" is called Ballerup. */
function cityName(fields: string[]): string {
  const name = fullCityName(fields)
  return /^(KR|JP)$/.test(fields[FIELDS.country] ?? '')
    ? name.replace(/-s(h)?i$/, '')
    : name.replace(/ Municipality$/, '')
}

function fullCityName(fields: string[]): string {
  const [id = '', name = ''] = fields
  const chosen = CITY_NAMES[`${fields[FIELDS.country]}:${name}`]
  if (chosen !== undefined) return chosen
  const plainName = /[ĀāĪīŪūŌōĒēẔẖḤḥŞşŢţ’‘ʿ']|[\u0323-\u0331]/.test(name)
    ? (fields[FIELDS.ascii] ?? name).replace(/[`']/g, '’')
    : name
  const translated = english.get(id)
  if (translated === undefined || placeKey(translated) === placeKey(name)) return plainName.replace(/’/g, "'")
  if (NOISE.test(translated) || /^(City|Borough) of /.test(translated)) return plainName
  return translated
}

const rows = readFileSync(citiesFile, 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter((fields) => fields.length > FIELDS.population && !/^PPL[QHW]$/.test(fields[FIELDS.feature] ?? ''))
  .filter((fields) => Number(fields[FIELDS.population]) >= 1000 || /^PPL[AC]$/.test(fields[FIELDS.feature] ?? ''))
  .sort((a, b) => Number(b[FIELDS.population]) - Number(a[FIELDS.population]) || Number(a[0]) - Number(b[0]))

const cityLines = rows.map((fields, index) => {
  const [country = '', name = ''] = [fields[FIELDS.country], fields[FIELDS.name]]
  const isCapital = fields[FIELDS.feature] === 'PPLC'
  const population = Math.max(Number(fields[FIELDS.population]), isCapital ? CAPITAL : 0)
  const ref = index.toString(36)
  const display = cityName(fields)
  for (const text of [display, name, fields[FIELDS.ascii] ?? '']) addKey(text, ref, 'names')
  for (const text of (CITY_ALIASES[`${country}:${name}`] ?? '').split('|')) addKey(text, ref, 'names')
  for (const { names } of catalogs) addKey(names.get(fields[0] ?? '') ?? '', ref, 'alternates')
  if (population >= ALTERNATE_FROM || isCapital) {
    for (const text of (fields[FIELDS.alternates] ?? '').split(',')) {
      if (!/^[A-Z]{2,4}$/.test(text) && (text.length > 2 || /\p{Lo}/u.test(text))) addKey(text, ref, 'alternates')
    }
  }
  const state = stateIndex.get(`${country}.${fields[FIELDS.state]}`)
  return `${display}\t${country}\t${state === undefined ? '' : state.toString(36)}\t${rounded(population)}${QUARTERS.has(fields[FIELDS.feature] ?? '') ? '\tq' : ''}`
})

const statePopulation = new Map<string, number>()
for (const fields of rows) {
  if (fields[FIELDS.feature] === 'PPLX') continue
  const id = `${fields[FIELDS.country]}.${fields[FIELDS.state]}`
  statePopulation.set(id, (statePopulation.get(id) ?? 0) + Number(fields[FIELDS.population]))
}
const stateLines = states.map((id) => {
  const name = STATE_NAMES[id] ?? displayState(id)
  return `${id}\t${name}\t${rounded(statePopulation.get(id) ?? 0)}`
})

const keyLines = [...keys]
  .map(([key, { names, alternates }]) => {
    const refs = [...names, ...[...alternates].filter((ref) => !names.has(ref)).map((ref) => `~${ref}`)]
    return { bytes: Buffer.from(key), line: `${key}\t${refs.join(' ')}` }
  })
  .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
  .map(({ line }) => line)

const text = [stateLines, cityLines, keyLines].map((lines) => lines.join('\n')).join('\n\n')
const packed = brotliCompressSync(text, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
})
writeFileSync(join(import.meta.dirname, '../gazetteer.br'), packed)
process.stdout.write(
  `${stateLines.length} states, ${cityLines.length} cities, ${keyLines.length} names, ${text.length} characters, ${packed.length} bytes packed\n`,
)
