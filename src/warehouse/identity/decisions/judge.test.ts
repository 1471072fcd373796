import { expect, test } from 'vitest'
import { judge, personName, type Witness } from './judge.ts'

const witness = (keys: string[], names: string[] = [], texts: string[] = []): Witness => ({ keys, names, texts })
const ada = (slug: string, ...more: string[]) => witness([`slug:${slug}`, 'member:7', ...more], ['Ada Lovelace'])
const firm = (domain: string, ...more: string[]) =>
  witness([`domain:${domain}`, 'linkedin:both', ...more], ['Acme Inc'])

test.each([
  ['one account and one name', 'person', ada('a'), ada('b')],
  [
    'two kinds of key without any name',
    'person',
    witness(['slug:a', 'member:7', 'email:a@x.example']),
    witness(['slug:b', 'member:7', 'email:a@x.example']),
  ],
  ['one page and one Clay id', 'company', firm('a.example', 'clay:1'), firm('b.example', 'clay:1')],
] as const)('%s are merged', (_, kind, a, b) => {
  expect(judge(kind, a, b, 2)).toMatchObject({ merge: true, contradict: [], guards: [] })
  expect(judge(kind, b, a, 2).merge).toBe(true)
})

test.each([
  ['one name only', 'person', witness(['slug:a'], ['Ada Lovelace']), witness(['slug:b'], ['Ada Lovelace'])],
  ['one account, two names', 'person', ada('a'), witness(['slug:b', 'member:7'], ['Bob Brown'])],
  [
    'one account and a first name',
    'person',
    witness(['slug:a', 'member:7'], ['Ada']),
    witness(['slug:b', 'member:7'], ['Ada']),
  ],
  ['a second account of one of them', 'person', ada('a', 'member:8'), ada('b')],
  ['two Sales Navigator ids', 'person', ada('a', 'salesnav:x'), ada('b', 'salesnav:y')],
  ['a shared mailbox', 'person', ada('a', 'email:info@x.example'), ada('b', 'email:info@x.example')],
  ['one page and one name', 'company', firm('a.example'), firm('b.example')],
  ['a page and its number, one authority', 'company', firm('a.example', 'org:1'), firm('b.example', 'org:1')],
  ['two records of one source', 'company', firm('a.example', 'clay:1', 'yc:1'), firm('b.example', 'clay:1', 'yc:2')],
  ['two organisation ids', 'company', firm('a.example', 'clay:1', 'org:1'), firm('b.example', 'clay:1', 'org:2')],
  ['a free-mail domain', 'company', firm('gmail.com', 'clay:1'), firm('b.example', 'clay:1')],
  ['a host of pages', 'company', firm('medium.com', 'clay:1'), firm('b.example', 'clay:1')],
  [
    'a parked domain',
    'company',
    { ...firm('a.example', 'clay:1'), texts: ['This domain is for sale'] },
    firm('b.example', 'clay:1'),
  ],
  [
    'a heap',
    'company',
    firm('a.example', 'clay:1', ...Array.from({ length: 30 }, (_, i) => `linkedin:p${i}`)),
    firm('b.example', 'clay:1'),
  ],
] as const)('control: %s is left to people', (_, kind, a, b) => {
  expect(judge(kind, a, b, 2).merge).toBe(false)
  expect(judge(kind, b, a, 2).merge).toBe(false)
})

test('a key that many claim proves nothing', () => {
  expect(judge('person', ada('a'), ada('b'), 3).merge).toBe(true)
  expect(judge('person', ada('a'), ada('b'), 4)).toMatchObject({ merge: false, guards: ['shared_by_many'] })
})

test('names of people are compared without accents, case, suffixes and order', () => {
  expect(new Set(['José Núñez', 'NUÑEZ José', 'Jose Nunez, MBA', 'José Núñez (he/him)'].map(personName)).size).toBe(1)
  expect(personName('Ada')).toBe('')
  expect(personName('李 小龙')).toBe('')
})
