import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cli } from '../../test/support/cli.ts'
import { type Holder, holdEmbedded } from '../../test/support/processes.ts'

let folder: string
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'galena-cli-'))
  await chmod(folder, 0o711)
  env = { GALENA_DATA_DIR: join(folder, 'data') }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a command starts the server, migrates it, and stops it again', async () => {
  const created = await cli(['keys', 'create', '--name', 'first', '--scope', 'read'], { env })
  expect(created.code).toBe(0)
  expect(created.err).toMatch(/Applied \d+ migrations/)
  const { code, out, err } = await cli(['db', 'url'], { env })
  expect(code).toBe(0)
  expect(out).toMatch(/^postgres:\/\/galena:\S+@127\.0\.0\.1:\d+\/galena\n$/)
  expect(err).toContain('stops again now')
  await expect(connectTo(out.trim())).rejects.toThrow('ECONNREFUSED')
})

test('a command enters the server that runs, leaves it running, and says nothing of it', async () => {
  const holder: Holder = await holdEmbedded(join(folder, 'data'))
  try {
    const superuser = await cli(['db', 'url'], { env })
    expect(superuser).toEqual({ code: 0, out: `${holder.url}\n`, err: '' })
    expect(await connectTo(superuser.out.trim())).toBe('galena')
    const app = await cli(['db', 'url', '--role', 'app'], { env })
    expect(await connectTo(app.out.trim())).toBe('galena_app')
  } finally {
    await holder.stop()
  }
})

async function connectTo(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ who: string }>('select current_user as who')
  await client.end()
  return rows[0]?.who ?? ''
}
