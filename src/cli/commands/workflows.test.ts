import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../../../test/support/app.ts'
import { cli } from '../../../test/support/cli.ts'

// The commands and a server on one database, as they stand beside each other in life.
let t: TestApp
let env: NodeJS.ProcessEnv
let folder: string
beforeAll(async () => {
  t = await openTestApp()
  folder = await mkdtemp(join(tmpdir(), 'galena-cli-'))
  env = { DATABASE_URL: t.db.pool.options.connectionString, GALENA_DATA_DIR: join(folder, 'data') }
})
afterAll(async () => {
  await t.close()
  await rm(folder, { recursive: true })
})

const definition = {
  slug: 'acme-firmographics',
  provider: 'acme',
  platform: 'direct',
  payload_type: 'firmographics',
  entity_type: 'company',
}

function post(body: string) {
  return t.app.inject({
    method: 'POST',
    url: '/v1/ingest/clay-company-firmographics',
    headers: { ...t.operator, 'content-type': 'application/json' },
    payload: body,
  })
}

test('lists what is built in, with the path of each', async () => {
  const { out } = await cli(['workflows', 'list'], { env })
  expect(out).toMatch(/clay-person-profile +person +POST \/run\/people\/clay-native\/person-profile\/ingest/)
  expect(JSON.parse((await cli(['workflows', 'list', '--json'], { env })).out).length).toBeGreaterThan(50)
})

test('what a file describes is registered; what it does not describe is said, each place', async () => {
  const file = join(folder, 'acme.json')
  await writeFile(file, JSON.stringify(definition))
  const { code, err } = await cli(['workflows', 'register', file], { env })
  expect(err).toContain('Registered acme-firmographics')
  expect(code).toBe(0)
  expect((await cli(['workflows', 'list'], { env })).out).toContain('/v1/ingest/acme-firmographics')

  const wrong = await cli(['workflows', 'register', '-'], {
    env,
    stdin: JSON.stringify({ ...definition, slug: 'A b', entity_type: 'x' }),
  })
  expect(wrong.code).toBe(1)
  expect(wrong.err).toContain('/slug')
  expect(wrong.err).toContain('/entity_type')
  expect((await cli(['workflows', 'register', join(folder, 'none')], { env })).err).toContain('(file_not_found)')
  expect((await cli(['workflows', 'register', '-'], { env, stdin: '{' })).err).toContain('(syntax)')
})

test('refused bodies are listed with their reason and can be sent through again', async () => {
  await post('{"company_domain":"quarry.com"}')
  await post('{"company_domain":')
  expect((await cli(['quarantine', 'list'], { env })).out).toMatch(/clay-company-firmographics +invalid_request +31/)
  const listed = JSON.parse((await cli(['quarantine', 'list', '--code', 'syntax', '--json'], { env })).out)
  expect(listed.map(({ code }: { code: string }) => code)).toEqual(['syntax'])
  // As if the refused body had been complete.
  await t.db.pool.query(`update raw.quarantine set body = $1 where code = 'invalid_request'`, [
    Buffer.from('{"company_domain":"quarry.com","raw_payload":{"name":"Q"}}'),
  ])
  const all = await cli(['quarantine', 'replay', '--all'], { env })
  expect(all.err).toContain('1 accepted, 1 refused again')
  expect(all.err).toContain('(syntax)')
  expect(all.code).toBe(2)
  const again = await cli(['quarantine', 'replay', '--all', '--json'], { env })
  expect(JSON.parse(again.out)).toMatchObject([{ accepted: false, code: 'syntax' }])
  const { rows } = await t.db.pool.query(`select name from core.companies where domain = 'quarry.com'`)
  expect(rows).toEqual([{ name: 'Q' }])
})

test('replay needs ids or --all, and knows its ids', async () => {
  expect((await cli(['quarantine', 'replay'], { env })).err).toContain('(selection_needed)')
  expect((await cli(['quarantine', 'replay', 'x'], { env })).err).toContain('(quarantine_entry_not_found)')
})
