import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { columnTypes } from './column-types.generated.ts'
import { asOperator, connect } from './database.ts'

const { url, drop } = await createTestDatabase()
const db = connect(url)
afterAll(async () => {
  await db.close()
  await drop()
})
await db.pool.query('create table public.numbers (n integer primary key, note text, day date)')
columnTypes['public.numbers'] = { n: 'integer', note: 'text', day: 'date' }

async function numbers(): Promise<number[]> {
  const { rows } = await db.pool.query<{ n: number }>('select n from public.numbers order by n')
  return rows.map(({ n }) => n)
}

test('what was sent stands before what comes later, and is committed with it', async () => {
  await asOperator(db, async (tx) => {
    tx.copy(
      'public.numbers',
      ['n', 'note'],
      [
        [1, null],
        [2, 'tab\tback\\slash\nline'],
      ],
    )
    tx.send('update public.numbers set n = n + 10 where n = $1', [1])
    const rows = await tx.query('select n, note from public.numbers order by n')
    expect(rows).toEqual([
      { n: 2, note: 'tab\tback\\slash\nline' },
      { n: 11, note: null },
    ])
  })
  expect(await numbers()).toEqual([2, 11])
})

test('a sent statement that fails is the error of the next query, and nothing is committed', async () => {
  const before = await numbers()
  const failing = asOperator(db, async (tx) => {
    tx.send('insert into public.numbers values (21)')
    tx.copy('public.numbers', ['n'], [[22], ['no number']])
    tx.send('insert into public.numbers values (23)')
    await tx.query('select 1')
    return 'went on'
  })
  await expect(failing).rejects.toMatchObject({ code: '22P02' })
  expect(await numbers()).toEqual(before)
})

test('a sent statement that fails last is the error of the commit', async () => {
  const before = await numbers()
  const failing = asOperator(db, async (tx) => {
    await tx.execute('insert into public.numbers values (31)')
    tx.send('insert into public.numbers values (31)')
  })
  await expect(failing).rejects.toMatchObject({ code: '23505' })
  expect(await numbers()).toEqual(before)
})

test('a row that cannot be written is the error, and the connection goes on', async () => {
  const before = await numbers()
  for (let i = 0; i < 20; i++) {
    const failing = asOperator(db, async (tx) => {
      tx.copy(
        'public.numbers',
        ['n', 'day'],
        [
          [51, '2026-11-20'],
          [52, '2026-02-29'],
        ],
      )
      await tx.query('select 1')
    })
    await expect(failing).rejects.toMatchObject({ code: '22008' })
  }
  expect(await numbers()).toEqual(before)
})

test('a transaction that throws takes back what it has sent, and its connection serves the next one', async () => {
  const before = await numbers()
  for (let i = 0; i < 20; i++) {
    const failing = asOperator(db, async (tx) => {
      tx.copy('public.numbers', ['n'], [[41]])
      tx.send('no statement at all')
      throw new Error('mine')
    })
    await expect(failing).rejects.toThrow('mine')
  }
  expect(await numbers()).toEqual(before)
  await asOperator(db, async (tx) => tx.send('insert into public.numbers values (42)'))
  expect(await numbers()).toEqual([...before, 42])
})

test('a COPY larger than what a socket takes at once arrives whole', async () => {
  const text = 'ä'.repeat(3_000)
  await asOperator(db, async (tx) => {
    tx.copy(
      'public.numbers',
      ['n', 'note'],
      Array.from({ length: 2_000 }, (_, i) => [1_000 + i, text + i]),
    )
  })
  const { rows } = await db.pool.query(
    'select count(*)::int as count, count(distinct note)::int as notes, min(length(note)) as shortest from public.numbers where n >= 1000',
  )
  expect(rows).toEqual([{ count: 2_000, notes: 2_000, shortest: 3_001 }])
})
