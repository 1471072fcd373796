import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../../../test/support/cli.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { connect } from '../../db/database.ts'

let database: TestDatabase
let folder: string
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'galena-cli-'))
  env = { DATABASE_URL: database.url, GALENA_DATA_DIR: join(folder, 'data') }
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

test('titles of a CSV file are taught and applied before the command ends; the same file again changes nothing', async () => {
  const db = connect(database.url, { connections: 2 })
  await db.pool.query(
    `insert into core.people (linkedin_url, title) select 'https://www.linkedin.com/in/p' || i, 'Chief Of Stuff'
     from generate_series(1, 1200) i`,
  )
  const file = join(folder, 'titles.csv')
  const rows = Array.from({ length: 1_100 }, (_, i) => `Title ${i};Cleaned ${i};Manager;`)
  await writeFile(
    file,
    `﻿Latest Title;Cleaned job title;Seniority Level;x\nChief of Stuff;Chief of Staff;C-Suite;\n${rows.join('\n')}\n`,
  )
  const first = await cli(['teach', 'title', file, '--json'], { env })
  expect(first.code).toBe(0)
  expect(JSON.parse(first.out)).toMatchObject({
    taught: 1_101,
    unchanged: 0,
    places: { 'core.people.title': { rows: 1_200, before: 0, after: 1_200 } },
  })
  const { rows: people } = await db.pool.query(
    `select p.seniority, j.matched_cleaned_job_title as cleaned, count(*)::int as people
     from core.people p join core.person_job_titles j using (linkedin_url) group by 1, 2`,
  )
  await db.close()
  expect(people).toEqual([{ seniority: 'C-Suite', cleaned: 'Chief of Staff', people: 1_200 }])
  const again = await cli(['teach', 'title', file, '--json'], { env })
  expect(JSON.parse(again.out)).toMatchObject({ taught: 0, unchanged: 1_101, teachings: [] })
})

test('a file without the columns it needs is refused with those that it has', async () => {
  const file = join(folder, 'industries.csv')
  await writeFile(file, 'industry,other\nTinned,x\n')
  const { code, err } = await cli(['teach', 'industry', file], { env })
  expect(code).toBe(1)
  expect(err).toContain('needs a column canonical, matched_industry; it has industry, other')
  expect((await cli(['teach', 'colour', file], { env })).err).toContain('title, location, industry')
})
