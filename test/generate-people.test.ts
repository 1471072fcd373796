import { expect, test } from 'vitest'
import { generatePerson, inventCompanies } from '../demo/generate-people.ts'
import { personProfile } from '../src/warehouse/workflows/person-profile.ts'
import { extractOf } from './support/extract.ts'

const sample = Array.from({ length: 2000 }, (_, seed) => generatePerson(seed))
const list = (value: unknown) => (Array.isArray(value) ? value : [])
const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length

test('the same seed gives the same person, another seed another one', () => {
  expect(generatePerson(7)).toEqual(sample[7])
  expect(generatePerson(8).linkedin_url).not.toBe(generatePerson(7).linkedin_url)
  expect(new Set(sample.map(({ linkedin_url }) => linkedin_url)).size).toBe(sample.length)
  expect(new Set(sample.map(({ raw_payload }) => raw_payload.profile_id)).size).toBe(sample.length)
})

test('people are of the size that benchmarks rely on', () => {
  expect(mean(sample.map((person) => Buffer.byteLength(JSON.stringify(person))))).toBeGreaterThan(4400)
  expect(mean(sample.map((person) => Buffer.byteLength(JSON.stringify(person))))).toBeLessThan(4800)
  expect(mean(sample.map(({ raw_payload }) => list(raw_payload.experience).length))).toBeCloseTo(5.5, 0)
  expect(mean(sample.map(({ raw_payload }) => list(raw_payload.education).length))).toBeCloseTo(2, 0)
})

test('everybody is marked as made up, and no company can be a real one', () => {
  expect(sample.every(({ raw_payload }) => raw_payload.synthetic === true)).toBe(true)
  const domains = sample.flatMap(({ raw_payload }) => list(raw_payload.experience).map((job) => job.company_domain))
  expect(domains.filter((domain) => domain !== null && !domain.endsWith('.example'))).toEqual([])
})

test('every payload is read without a warning', () => {
  for (const person of sample.slice(0, 300)) expect(extractOf(personProfile, person).warned).toEqual([])
})

test('no job begins after the given day or before the one below it', () => {
  const today = '2026-11-20'
  for (let seed = 0; seed < 500; seed++) {
    const { career } = extractOf(personProfile, generatePerson(seed, { today }))
    const starts = career?.experience?.map(({ start_date }) => start_date ?? '') ?? []
    expect(starts.every((start) => start < today)).toBe(true)
    expect(
      [...starts]
        .sort()
        .reverse()
        .map((start) => start.slice(0, 4)),
    ).toEqual(starts.map((start) => start.slice(0, 4)))
  }
})

test('a pool of its own says where people work', () => {
  const companies = [{ name: 'Acme', domain: 'acme.example' }]
  const jobs = list(generatePerson(1, { companies }).raw_payload.experience)
  expect(new Set(jobs.map((job) => job.company))).toEqual(new Set(['Acme']))
  expect(new Set(inventCompanies(5000).map(({ domain }) => domain)).size).toBe(5000)
})
