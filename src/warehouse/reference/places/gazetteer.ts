import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

export interface State {
  /** ISO 3166-1 alpha-2 and GeoNames' code, such as "US.CA". */
  id: string
  country: string
  name: string
  /** Of all its cities together. */
  population: number
}

export interface City {
  name: string
  country: string
  state: State | null
  population: number
  /** A part of another city, such as Kreuzberg. */
  isQuarter: boolean
}

/** What a name may mean. Cities come largest first; `byAbbreviation` and `byOtherName` say how the name is theirs. */
export interface Meanings {
  states: readonly { state: State; byAbbreviation: boolean }[]
  cities: readonly { city: City; byOtherName: boolean }[]
}

interface Lines {
  starts: Uint32Array
  bytes: Buffer
}

interface Gazetteer {
  states: State[]
  statesById: Map<string, State>
  cities: Lines
  keys: Lines
  known: Map<string, Meanings>
}

const NOTHING: Meanings = { states: [], cities: [] }
/** Texts repeat: the same few thousand names are nearly all that is asked. */
const REMEMBERED = 5_000
const TAB = 9

let gazetteer: Gazetteer | null = null

/** What a key of placeKey() may mean. The first call reads the file (60 to 100 ms, 23 MB); then about 2 µs. */
export function lookUpPlace(key: string): Meanings {
  gazetteer ??= readGazetteer()
  const known = gazetteer.known.get(key)
  if (known !== undefined) return known
  const meanings = findMeanings(gazetteer, key)
  if (gazetteer.known.size >= REMEMBERED) gazetteer.known.clear()
  gazetteer.known.set(key, meanings)
  return meanings
}

/** The state of an id such as "US.CA". */
export function stateOfId(id: string): State | null {
  gazetteer ??= readGazetteer()
  return gazetteer.statesById.get(id) ?? null
}

function readGazetteer(): Gazetteer {
  const bytes = brotliDecompressSync(readFileSync(join(import.meta.dirname, 'gazetteer.br')))
  const [first, second] = [bytes.indexOf('\n\n'), bytes.lastIndexOf('\n\n')]
  const states = bytes.toString('utf8', 0, first).split('\n').map(readState)
  return {
    states,
    statesById: new Map(states.map((state) => [state.id, state])),
    cities: linesOf(bytes.subarray(first + 2, second)),
    keys: linesOf(bytes.subarray(second + 2)),
    known: new Map(),
  }
}

function readState(line: string): State {
  const [id = '', name = '', population = '0'] = line.split('\t')
  return { id, country: id.slice(0, 2), name, population: Number(population) }
}

/** Where each line begins, and one past the end of the last. */
function linesOf(bytes: Buffer): Lines {
  const starts: number[] = [0]
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) starts.push(at + 1)
  starts.push(bytes.length + 1)
  return { starts: Uint32Array.from(starts), bytes }
}

/** The lines of the keys are sorted by their bytes: a binary search, without an object per name. */
function findMeanings({ states, cities, keys }: Gazetteer, key: string): Meanings {
  const wanted = Buffer.from(key)
  let [low, high] = [0, keys.starts.length - 2]
  while (low <= high) {
    const middle = (low + high) >> 1
    const start = keys.starts[middle] ?? 0
    const end = (keys.starts[middle + 1] ?? 0) - 1
    const order = compareKey(keys.bytes, start, wanted)
    if (order === 0) return readMeanings(states, cities, keys.bytes.toString('latin1', start + wanted.length + 1, end))
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return NOTHING
}

/** Compares the key that begins at `start`, which a tab ends, with the wanted one. */
function compareKey(bytes: Buffer, start: number, wanted: Buffer): number {
  for (let index = 0; index < wanted.length; index++) {
    const byte = bytes[start + index] ?? TAB
    if (byte === TAB) return -1
    const difference = byte - (wanted[index] ?? 0)
    if (difference !== 0) return difference
  }
  return bytes[start + wanted.length] === TAB ? 0 : 1
}

/** References are numbers in base 36: "@" before a state, "^" before one by its abbreviation, "~" before another name of a city. */
function readMeanings(states: State[], cities: Lines, line: string): Meanings {
  const meanings = { states: [] as Meanings['states'][number][], cities: [] as Meanings['cities'][number][] }
  for (const ref of line.split(' ')) {
    const mark = ref[0]
    if (mark === '@' || mark === '^') {
      const state = states[Number.parseInt(ref.slice(1), 36)]
      if (state !== undefined) meanings.states.push({ state, byAbbreviation: mark === '^' })
    } else {
      const city = readCity(states, cities, Number.parseInt(mark === '~' ? ref.slice(1) : ref, 36))
      meanings.cities.push({ city, byOtherName: mark === '~' })
    }
  }
  return meanings
}

function readCity(states: State[], { starts, bytes }: Lines, index: number): City {
  const line = bytes.toString('utf8', starts[index] ?? 0, (starts[index + 1] ?? 1) - 1)
  const [name = '', country = '', state = '', population = '0', quarter] = line.split('\t')
  return {
    name,
    country,
    state: state === '' ? null : (states[Number.parseInt(state, 36)] ?? null),
    population: Number(population),
    isQuarter: quarter !== undefined,
  }
}
