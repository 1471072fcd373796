import { cleanTitle } from './clean-title.ts'
import { guessFunction } from './occupation-words.ts'
import { titleSegments } from './title-segments.ts'
import { JOB_FUNCTIONS, type JobFunction, SENIORITIES, type Seniority } from './title-vocabulary.ts'
import { foldLetters, splitWords, type TitleWord } from './title-words.ts'
import { findHits, type Hit, readWordTable, type WordTable } from './word-table.ts'

export interface TitleInference {
  cleaned_job_title: string
  seniority_level: string | null
  job_function: string | null
  /** 0 to 1, for the answer as a whole. */
  confidence: number
}

/** An inferred answer counts as a match from this confidence on; below it is a suggestion. */
export const TITLE_ANSWER_CONFIDENCE = 0.5

interface Tables {
  levels: WordTable
  functions: WordTable
}

let tables: Tables | undefined

const file = (name: string) => new URL(`../../../../data/titles/${name}`, import.meta.url).pathname

/** Read at the first use: half of the processes that start never infer a title. */
function loadTables(): Tables {
  tables ??= {
    levels: readWordTable(file('levels.txt')),
    functions: readWordTable(file('functions.txt'), file('functions-more.txt')),
  }
  return tables
}

/**
 * What a raw job title says: the title without noise, its level and its function. Null when it is no title at all.
 *
 * The text is cut into segments ("Helping SaaS scale | Founder @ X"); the first one that names a job is the title. Its
 * words are looked up in the tables of `data/titles`: the highest level it names is its level, a job ("account
 * executive") goes before a field of work ("sales"), that before a rank without either ("managing director"), and what no
 * table knows is guessed from the words of occupations. Confidence: 0.95 for a job, 0.85 for a field, 0.7 for a rank, 0.55 to
 * 0.65 for a guess, less than 0.5 when no function can be told.
 */
export function inferTitle(raw: string): TitleInference | null {
  const segments = titleSegments(raw)
  if (segments.length === 0) return null
  const { levels, functions } = loadTables()
  const read = segments.map((text) => readSegment(text, levels, functions))
  const chosen =
    read.find(({ job, level }) => job?.kind === 'roles' || (level !== null && job !== null)) ??
    read.find(({ level }) => level !== null) ??
    read.find(({ job }) => job !== null) ??
    read[0]
  if (chosen === undefined) return null
  const { level, text, words } = chosen
  const job = level === 'Founder' || level === 'Owner' ? FOUNDED : bestJob(chosen.job, read)
  const guess = job === null ? guessFunction(words) : null
  return {
    cleaned_job_title: text,
    seniority_level: level ?? 'Individual Contributor',
    job_function: job?.name ?? guess?.name ?? null,
    confidence: job === null ? (guess?.confidence ?? (level === null ? 0.2 : 0.5)) : CONFIDENCE[job.kind],
  }
}

const CONFIDENCE = { roles: 0.95, field: 0.85, otherwise: 0.7 }

interface Job {
  name: JobFunction
  kind: keyof typeof CONFIDENCE
}

const FOUNDED: Job = { name: 'Entrepreneurship', kind: 'roles' }

interface Segment {
  text: string
  words: TitleWord[]
  level: Seniority | null
  job: Job | null
}

function readSegment(segment: string, levels: WordTable, functions: WordTable): Segment {
  const text = cleanTitle(segment)
  const words = splitWords(foldLetters(text))
  return { text, words, level: levelOf(levels, words), job: jobOf(functions, words) }
}

/** A rank without a field may find its field in another segment: "Director | Marketing & Brand". */
function bestJob(own: Job | null, all: readonly Segment[]): Job | null {
  if (own !== null && own.kind !== 'otherwise') return own
  return all.find(({ job }) => job !== null && job.kind !== 'otherwise')?.job ?? own
}

const HELPERS = new Set([
  'assistant',
  'aide',
  'secretary',
  'advisor',
  'adviser',
  'counsel',
  'staff',
  'support',
  'partner',
  'ea',
  'pa',
])

function levelOf(table: WordTable, words: readonly TitleWord[]): Seniority | null {
  // "Executive Assistant to the CEO": whom somebody works for is not what they are.
  const to = words.findIndex(({ word }, i) => word === 'to' && i > 0 && HELPERS.has(words[i - 1]?.word ?? ''))
  const hits = findHits(table, to === -1 ? words : words.slice(0, to + 1))
  return highest(hits, '') ?? highest(hits, ' otherwise')
}

function highest(hits: readonly Hit[], suffix: string): Seniority | null {
  return SENIORITIES.find((level) => hits.some(({ section }) => section === level + suffix)) ?? null
}

/** Jobs of every field: "medical technician", "records clerk". What field they are of, other words say better. */
const ANYWHERE = new Set(
  `technician technicians operator operators worker workers helper attendant aide planner inspector coordinator agent
   officer counselor representative handler tender dispatcher investigator guide analyst tecnico techniker operador
   operario technicien`.split(/\s+/),
)

function jobOf(table: WordTable, words: readonly TitleWord[]): Job | null {
  const hits = findHits(table, words).filter(({ section }) => section !== 'None')
  const isAnywhere = ({ start, end }: Hit) => end - start === 1 && ANYWHERE.has(words[start]?.word ?? '')
  const clear = hits.filter((hit) => !isAnywhere(hit))
  const certain = longest(clear, 'roles') ?? longest(clear, 'field')
  if (certain !== null) return certain
  const weak = longest(hits, 'roles') ?? longest(hits, 'field') ?? longest(hits, 'otherwise')
  if (weak === null) return null
  const rest = words.filter((_, i) => !hits.some(({ start, end }) => i >= start && i < end))
  const guess = guessFunction(rest)
  return guess !== null && guess.confidence > 0.52 ? { name: guess.name, kind: 'otherwise' } : weak
}

/** Of the words of one kind the longest entry, and of equals the first in the title. */
function longest(hits: readonly Hit[], kind: Job['kind']): Job | null {
  const suffix = kind === 'field' ? '' : ` ${kind}`
  const found = hits.filter(({ section }) => isOf(section, suffix))
  const [best] = found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)
  const name = JOB_FUNCTIONS.find((candidate) => best !== undefined && best.section === candidate + suffix)
  return name === undefined ? null : { name, kind }
}

function isOf(section: string, suffix: string): boolean {
  return suffix === '' ? !section.endsWith(' roles') && !section.endsWith(' otherwise') : section.endsWith(suffix)
}
