import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { company, ingestAll } from '../../../../test/support/identity.ts'
import { submission } from '../../../../test/support/submit.ts'
import { asOperator, connect, type Database } from '../../../db/database.ts'
import { ycCompany } from '../../workflows/yc-company.ts'
import { followId } from './follow-ids.ts'
import { listChanges } from './list-changes.ts'
import { type Change, noteChanges } from './note-changes.ts'

let database: TestDatabase
let db: Database

beforeEach(async () => {
  database = await createTestDatabase()
  db = connect(database.url)
})

afterEach(async () => {
  await db.close()
  await database.drop()
})

const list = (after?: string) => asOperator(db, (tx) => listChanges(tx, { after, limit: 100 }))

/** Once no older transaction of the whole server is open; other tests have some. */
async function listOnceThere(count: number) {
  for (;;) {
    const page = await list()
    if (page.changes.length >= count) return page
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('an id that payloads alone make redirect is told, and leads to its entity', async () => {
  const record = (website: string, day: string) =>
    submission(ycCompany, { hit: { id: 1, name: 'North', website }, observed_at: `2026-01-0${day}T00:00:00Z` })
  await ingestAll(db, [record('https://first.example', '1'), company('north.example', {})])
  const { rows } = await db.pool.query<{ id: string }>(`select id from core.companies where domain = 'north.example'`)
  const id = rows[0]?.id ?? ''
  await ingestAll(db, [record('https://north.example', '2')])
  const { changes } = await listOnceThere(1)
  expect(changes).toMatchObject([
    { what: 'redirected', id, key: 'domain:north.example', before: { id }, after: { root: 'yc:1' }, merge_id: null },
  ])
  const after = changes[0]?.after as { id: string }
  expect(await asOperator(db, (tx) => followId(tx, 'company', id))).toBe(after.id)
})

test('payloads that change no identity tell nothing', async () => {
  await ingestAll(db, [company('north.example', { url: 'https://www.linkedin.com/company/north', org_id: 1 })])
  await ingestAll(db, [company('north.example', { url: 'https://www.linkedin.com/company/other', org_id: 1 })])
  const { rows } = await db.pool.query('select what from core.identity_changes')
  expect(rows).toEqual([])
})

test('a change of a transaction that is still open holds back later ones, so that none is missed', async () => {
  const change = (key: string): Change => ({
    kind: 'company',
    what: 'merged',
    id: '00000000-0000-4000-8000-000000000001',
    key,
    before: { id: null, root: key },
    after: { id: null, root: key },
  })
  let release = () => {}
  const wait = new Promise<void>((resolve) => {
    release = resolve
  })
  const { promise: written, resolve: isWritten } = Promise.withResolvers<void>()
  const slow = asOperator(db, async (tx) => {
    noteChanges(tx, [change('domain:first.example')])
    await tx.query('select 1')
    isWritten()
    await wait
  })
  await written
  await asOperator(db, async (tx) => noteChanges(tx, [change('domain:second.example')]))
  // Control: it is committed and would be told by whoever goes by its number alone.
  const { rows } = await db.pool.query('select key from core.identity_changes')
  expect(rows).toEqual([{ key: 'domain:second.example' }])
  expect(await list()).toMatchObject({ changes: [], cursor: null })
  release()
  await slow
  const { changes, cursor } = await listOnceThere(2)
  expect(changes.map(({ key }) => key)).toEqual(['domain:first.example', 'domain:second.example'])
  expect(await list(cursor ?? '')).toMatchObject({ changes: [], cursor })
})
