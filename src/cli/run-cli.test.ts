import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cli } from '../../test/support/cli.ts'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import type { CliContext } from './context.ts'
import { buildProgram } from './run-cli.ts'

let database: TestDatabase
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  database = await createTestDatabase()
  env = { DATABASE_URL: database.url }
})
afterAll(() => database.drop())

describe('every command', () => {
  const program = buildProgram({ out: process.stdout, err: process.stderr } as unknown as CliContext)
  const paths = leaves(program).map((path) => ({ path, name: path.join(' ') }))

  test.each(paths)('galena $name explains itself with examples', async ({ path }) => {
    const { code, out, err } = await cli([...path, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Usage: galena /)
    expect(out).toContain('Example')
    expect(out.split('\n').filter((line) => line.length > 120)).toEqual([])
    expect(err).toBe('')
  })
})

/** The words that lead to each command that does something. */
function leaves(command: Command, before: string[] = []): string[][] {
  return command.commands.flatMap((child) => {
    const path = [...before, child.name()]
    return child.commands.length > 0 ? leaves(child, path) : [path]
  })
}

describe('errors', () => {
  test('a mistyped command ends with 1 and says where help is', async () => {
    const { code, out, err } = await cli(['ingets'])
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toContain("unknown command 'ingets'")
    expect(err).toContain('--help')
  })

  test('an error that the user may see is one line with its code, without a stack', async () => {
    const { code, out, err } = await cli(['keys', 'revoke', 'nonsense'], { env })
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toBe('galena: No key nonsense (key_not_found)\n')
  })

  test('everything that is wrong in the environment is said at once', async () => {
    const { code, err } = await cli(['keys', 'list'], { env: { PORT: 'x', DATABASE_URL: 'mysql://x' } })
    expect(code).toBe(1)
    expect(err).toContain('PORT must be')
    expect(err).toContain('DATABASE_URL must be')
  })

  test('a database that is not there is no fault of ours', async () => {
    const { code, err } = await cli(['keys', 'list'], { env: { DATABASE_URL: 'postgres://u:p@127.0.0.1:9/x' } })
    expect(code).toBe(1)
    expect(err).toContain('(database_unreachable)')
    expect(err).not.toContain('at ')
  })

  test('a bug shows its stack only with DEBUG', async () => {
    const broken = { ...env, GALENA_DATA_DIR: '\0' }
    const quiet = await cli(['keys', 'list'], { env: { GALENA_DATA_DIR: broken.GALENA_DATA_DIR } })
    expect(quiet.code).toBe(1)
    expect(quiet.err).toContain('galena: a fault:')
    expect(quiet.err).not.toContain('    at ')
    const loud = await cli(['keys', 'list'], { env: { GALENA_DATA_DIR: broken.GALENA_DATA_DIR, DEBUG: '1' } })
    expect(loud.err).toContain('    at ')
  })
})

describe('galena migrate', () => {
  test('says what is pending, applies it, and then nothing is pending', async () => {
    const empty = await createEmptyDatabase()
    const on = { env: { DATABASE_URL: empty.url } }
    const before = await cli(['migrate', '--status', '--json'], on)
    expect(before.code).toBe(1)
    expect(JSON.parse(before.out).applied).toEqual([])
    const refusal = await cli(['keys', 'list'], on)
    expect(refusal).toMatchObject({ code: 1, out: '' })
    expect(refusal.err).toContain('galena migrate (migrations_pending)')
    const run = await cli(['migrate', '--json'], on)
    expect(JSON.parse(run.out).applied).toEqual(JSON.parse(before.out).pending)
    const after = await cli(['migrate', '--status'], on)
    expect(after.code).toBe(0)
    expect(after.out).not.toContain('pending')
    expect((await cli(['migrate'], on)).err).toBe('Nothing is pending.\n')
    await empty.drop()
  })
})

describe('galena keys', () => {
  test('the key alone goes to stdout; list shows it without its secret; revoke ends it', async () => {
    const created = await cli(['keys', 'create', '--name', 'clay', '--scope', 'ingest', 'read', '--expires', '30d'], {
      env,
    })
    expect(created.code).toBe(0)
    const key = created.out.trim()
    expect(key).toMatch(/^galena_live_\w{38}$/)
    const [listed] = JSON.parse((await cli(['keys', 'list', '--json'], { env })).out)
    expect(listed).toMatchObject({ name: 'clay', scopes: ['ingest', 'read'], last4: key.slice(-4), revoked_at: null })
    const shown = (await cli(['keys', 'list'], { env })).out
    expect(shown).toMatch(/until \d{4}-/)
    expect(shown).not.toContain(key)
    const revoked = await cli(['keys', 'revoke', listed.id], { env })
    expect(revoked.err).toContain('Revoked clay')
    expect((await cli(['keys', 'list'], { env })).out).toContain('revoked ')
  })

  test('an unknown scope and an unreadable end are refused', async () => {
    expect((await cli(['keys', 'create', '--name', 'x', '--scope', 'all'], { env })).code).toBe(1)
    const wrong = await cli(['keys', 'create', '--name', 'x', '--scope', 'read', '--expires', 'soon'], { env })
    expect(wrong.err).toContain('(invalid_expiry)')
  })
})
