import { hash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { JobFunction } from '../title-vocabulary.ts'
import { foldLetters, splitWords } from '../title-words.ts'

/**
 * Makes data/titles/occupation-words.tsv from O*NET's alternate titles (https://www.onetcenter.org, CC BY 4.0):
 *
 *     node derive-occupation-words.ts onet-alternate-titles.tsv
 *
 * Each occupation's code says a function; each word counts for the functions of the titles that hold it. Only the half
 * of the titles whose sha256 begins with an even byte is read: the other half is there to be tested with.
 */
const [source = ''] = process.argv.slice(2)

/** The function of an occupation by the beginning of its SOC code; the first that fits. */
const FUNCTIONS: readonly [string, JobFunction][] = [
  ['11-2022', 'Sales'],
  ['11-203', 'Media and Communication'],
  ['11-2', 'Marketing'],
  ['11-301', 'Administrative'],
  ['11-3021', 'Information Technology'],
  ['11-3031', 'Finance'],
  ['11-3061', 'Purchasing'],
  ['11-31', 'Human Resources'],
  ['11-903', 'Education'],
  ['11-9041', 'Engineering'],
  ['11-9111', 'Healthcare Services'],
  ['11-9121', 'Research'],
  ['11-9141', 'Real Estate'],
  ['11-9151', 'Community and Social Services'],
  ['11-9161', 'Military and Protective Services'],
  ['11', 'Operations'],
  ['13-1011', 'Business Development'],
  ['13-102', 'Purchasing'],
  ['13-103', 'Finance'],
  ['13-1041', 'Legal'],
  ['13-1051', 'Finance'],
  ['13-107', 'Human Resources'],
  ['13-114', 'Human Resources'],
  ['13-115', 'Human Resources'],
  ['13-1082', 'Program and Project Management'],
  ['13-1111', 'Consulting'],
  ['13-1121', 'Marketing'],
  ['13-1131', 'Business Development'],
  ['13-1161', 'Marketing'],
  ['13-1', 'Operations'],
  ['13-2011', 'Accounting'],
  ['13-202', 'Real Estate'],
  ['13-208', 'Accounting'],
  ['13-2', 'Finance'],
  ['15-1253', 'Quality Assurance'],
  ['15-1252', 'Engineering'],
  ['15-1254', 'Engineering'],
  ['15-1255', 'Arts and Design'],
  ['15-2', 'Research'],
  ['15', 'Information Technology'],
  ['17', 'Engineering'],
  ['19-303', 'Healthcare Services'],
  ['19', 'Research'],
  ['21', 'Community and Social Services'],
  ['23', 'Legal'],
  ['25', 'Education'],
  ['27-1', 'Arts and Design'],
  ['27-2', 'Arts and Design'],
  ['27', 'Media and Communication'],
  ['29', 'Healthcare Services'],
  ['31', 'Healthcare Services'],
  ['33', 'Military and Protective Services'],
  ['41-902', 'Real Estate'],
  ['41-3031', 'Finance'],
  ['41', 'Sales'],
  ['43-30', 'Accounting'],
  ['43-4051', 'Customer Success and Support'],
  ['43-4161', 'Human Resources'],
  ['43-3061', 'Purchasing'],
  ['43-3', 'Finance'],
  ['43-5', 'Operations'],
  ['43', 'Administrative'],
  ['51-9061', 'Quality Assurance'],
  ['55', 'Military and Protective Services'],
  ['', 'Operations'],
]

const MOST = 3
const counts = new Map<string, Map<JobFunction, number>>()
for (const line of readFileSync(source, 'utf8').split('\n').slice(1)) {
  const [code = '', title = ''] = line.split('\t')
  if (title === '' || (hash('sha256', title, 'buffer')[0] ?? 0) % 2 === 1) continue
  const name = FUNCTIONS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'Operations'
  for (const { word } of splitWords(foldLetters(title))) {
    const found = counts.get(word) ?? new Map<JobFunction, number>()
    counts.set(word, found.set(name, (found.get(name) ?? 0) + 1))
  }
}
const lines = [...counts]
  .filter(([word, found]) => word.length > 1 && sum(found) >= 2)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([word, found]) => {
    const best = [...found].sort(([, a], [, b]) => b - a).slice(0, MOST)
    return `${word}\t${sum(found)}\t${best.map(([name, count]) => `${name}:${count}`).join('\t')}`
  })
writeFileSync(
  new URL('../../../../../data/titles/occupation-words.tsv', import.meta.url),
  `# Words of O*NET's alternate titles (CC BY 4.0): how many titles hold them, and of which functions most are.\n${lines.join('\n')}\n`,
)

function sum(found: ReadonlyMap<string, number>): number {
  return [...found.values()].reduce((all, count) => all + count, 0)
}
