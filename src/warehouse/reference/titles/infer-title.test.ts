import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inferTitle, TITLE_ANSWER_CONFIDENCE } from './infer-title.ts'
import { JOB_FUNCTIONS, SENIORITIES } from './title-vocabulary.ts'

/**
 * Titles labelled by hand before any rule was written: title, levels that are right, functions that are right. The half
 * whose sha256 begins with an odd byte is held out: nobody looked at it while the tables were made.
 */
const labelled = readFileSync(
  new URL('../../../../data/titles/evaluation/labelled-titles.tsv', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'))
const isHeldOut = (title: string) => (hash('sha256', title, 'buffer')[0] ?? 0) % 2 === 1

function judge(rows: readonly string[][], infer: typeof inferTitle) {
  const counts = { titles: rows.length, answered: 0, seniority: 0, function: 0 }
  for (const [title = '', levels = '', functions = ''] of rows) {
    const answer = infer(title)
    if (answer === null || answer.confidence < TITLE_ANSWER_CONFIDENCE) continue
    counts.answered++
    if (levels.split('/').includes(answer.seniority_level ?? '')) counts.seniority++
    if (functions.split('/').includes(answer.job_function ?? '')) counts.function++
  }
  return {
    titles: counts.titles,
    answered: counts.answered / counts.titles,
    seniority: counts.seniority / counts.answered,
    function: counts.function / counts.answered,
  }
}

test('held-out titles: 95 % answered, 95 % of the levels and 90 % of the functions right', () => {
  const result = judge(
    labelled.filter(([title = '']) => isHeldOut(title)),
    inferTitle,
  )
  expect(result.titles).toBeGreaterThan(200)
  expect(result.answered).toBeGreaterThanOrEqual(0.95)
  expect(result.seniority).toBeGreaterThanOrEqual(0.95)
  expect(result.function).toBeGreaterThanOrEqual(0.9)
})

test('the control: one answer for every title fails those bars', () => {
  const constant = () => ({
    cleaned_job_title: 'x',
    seniority_level: 'Individual Contributor',
    job_function: 'Operations',
    confidence: 1,
  })
  const result = judge(labelled, constant)
  expect(result.seniority).toBeLessThan(0.6)
  expect(result.function).toBeLessThan(0.4)
})

test.each([
  '',
  ' ',
  '--',
  'n/a',
  'N/A',
  'null',
  '🚀🚀',
  'https://www.linkedin.com/in/x',
  'me@acme.com',
  'www.acme.com',
  '...',
])('%j is no title', (text) => {
  expect(inferTitle(text)).toBeNull()
})

test.each([
  ['🚀 Helping SaaS scale | Founder @ GrowthLab', 'Founder', 'Founder', 'Entrepreneurship'],
  ['Sr. SWE II - Payments', 'Senior Software Engineer II', 'Senior', 'Engineering'],
  ['VP, Sales', 'VP, Sales', 'VP', 'Sales'],
  ['CHIEF EXECUTIVE OFFICER', 'Chief Executive Officer', 'C-Suite', 'Operations'],
  ['Head of Marketing at Acme', 'Head of Marketing', 'Head', 'Marketing'],
  ['ex-Google | Staff Engineer', 'Staff Engineer', 'Senior', 'Engineering'],
  ['Assistant to the CEO', 'Assistant to the CEO', 'Individual Contributor', 'Administrative'],
  ['Product Owner', 'Product Owner', 'Individual Contributor', 'Product Management'],
  ['Geschäftsführerin', 'Geschäftsführerin', 'C-Suite', 'Operations'],
  ['销售总监', '销售总监', 'Director', 'Sales'],
])('%j is %j, %s, %s', (raw, cleaned_job_title, seniority_level, job_function) => {
  expect(inferTitle(raw)).toMatchObject({ cleaned_job_title, seniority_level, job_function })
})

test('answers keep to the vocabularies, whatever the text', () => {
  for (const [title = ''] of labelled) {
    for (const text of [title, title.toUpperCase(), `${title} `.repeat(300), title.split('').reverse().join('')]) {
      const answer = inferTitle(text)
      if (answer === null) continue
      expect(SENIORITIES).toContain(answer.seniority_level)
      if (answer.job_function !== null) expect(JOB_FUNCTIONS).toContain(answer.job_function)
      expect(answer.cleaned_job_title).not.toBe('')
    }
  }
})
