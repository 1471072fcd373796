import { stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { type Config, readConfig } from '../../config.ts'
import { connect } from '../../db/database.ts'
import { pendingMigrations } from '../../db/migrate.ts'
import { ingestSchedules } from '../../warehouse/ingest/jobs.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { count } from '../format.ts'
import { type Server, withServer } from '../open-database.ts'

const examples = `
Examples:
  galena doctor           what is configured, reachable and pending, with what to do
  galena doctor --json

Ends with 1 when something needs doing.`

/** One thing looked at; `todo` says what to do about it when it is not well. */
export interface Finding {
  name: string
  ok: boolean
  found: string
  todo?: string
}

const OLDEST = 150_000
const LITTLE_DISK = 2 * 1024 ** 3

export function addDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('say what is configured, reachable and pending, and what to do')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(async (options: { json?: boolean }) => {
      const findings = await examine(context)
      if (options.json === true) printJson(context.out, findings)
      else for (const finding of findings) print(context.out, line(finding))
      if (findings.some(({ ok }) => !ok)) context.exitCode = 1
    })
}

function line({ name, ok, found, todo }: Finding): string {
  const shown = `${ok ? 'ok ' : 'FIX'}  ${name.padEnd(16)}  ${found}`
  return todo === undefined || ok ? shown : `${shown}\n      ${''.padEnd(16)}  ${todo}`
}

async function examine(context: CliContext): Promise<Finding[]> {
  const config = readConfig(context.env)
  const around = [...configured(config), await operatorKeyFile(config), await disk(config)]
  try {
    return [...around, ...(await withServer(context, database))]
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    const todo =
      config.databaseUrl === undefined
        ? 'See postgres.log in the data folder'
        : 'Check DATABASE_URL and that the server runs'
    return [...around, { name: 'database', ok: false, found, todo }]
  }
}

function configured(config: Config): Finding[] {
  const where =
    config.databaseUrl === undefined ? 'embedded PostgreSQL' : `DATABASE_URL, host ${new URL(config.databaseUrl).host}`
  return [
    { name: 'data folder', ok: true, found: config.dataDir },
    { name: 'database', ok: true, found: where },
    { name: 'listens on', ok: true, found: `${config.host}:${config.port}` },
  ]
}

async function operatorKeyFile(config: Config): Promise<Finding> {
  const name = 'operator key'
  if (config.apiKey !== undefined) return { name, ok: true, found: 'GALENA_API_KEY' }
  try {
    const { mode } = await stat(join(config.dataDir, 'operator-key'))
    const open = (mode & 0o077) !== 0
    return {
      name,
      ok: !open,
      found: `operator-key in the data folder, mode ${(mode & 0o777).toString(8)}`,
      todo: 'Others can read it: chmod 600 it, and delete it if they may have (a new one is made at the next start)',
    }
  } catch {
    return { name, ok: true, found: 'made at the first start' }
  }
}

async function disk(config: Config): Promise<Finding> {
  const folder = await stat(config.dataDir).then(
    () => config.dataDir,
    () => dirname(config.dataDir),
  )
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  return {
    name: 'disk',
    ok: config.databaseUrl !== undefined || free > LITTLE_DISK,
    found: `${(free / 1024 ** 3).toFixed(1)} GiB free`,
    todo: 'Make room: PostgreSQL stops when its disk is full',
  }
}

async function database({ url, directUrl, embedded }: Server): Promise<Finding[]> {
  const db = connect(url, { applicationName: 'galena doctor', connections: 1 })
  try {
    const { rows } = await db.pool.query<{
      number: number
      name: string
      encoding: string
      commit: string
      size: string
    }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as name,
         current_setting('server_encoding') as encoding, current_setting('synchronous_commit') as commit,
         pg_size_pretty(pg_database_size(current_database())) as size`,
    )
    const [server] = rows
    if (server === undefined) return []
    const pending = await pendingMigrations(directUrl)
    const stored = pending.length === 0 ? await storedPayloads(db.pool) : []
    const how = embedded === undefined ? '' : embedded.attached ? ', running' : ', started for this command'
    return [
      {
        name: 'PostgreSQL',
        ok: server.number >= OLDEST,
        found: `${server.name}${how}, ${server.size}`,
        todo: 'Galena needs PostgreSQL 15 or newer',
      },
      {
        name: 'encoding',
        ok: server.encoding === 'UTF8',
        found: server.encoding,
        todo: 'Create the database with encoding UTF8',
      },
      {
        name: 'durability',
        ok: server.commit === 'on' || server.commit.startsWith('remote'),
        found: `synchronous_commit ${server.commit}`,
        todo: 'Set it on: otherwise a crash loses payloads that were acknowledged',
      },
      {
        name: 'migrations',
        ok: pending.length === 0,
        found: pending.length === 0 ? 'all applied' : `${pending.length} pending`,
        todo: 'galena migrate',
      },
      ...stored,
      {
        name: 'schedules',
        ok: true,
        found: ingestSchedules.map(({ task, cron }) => `${task.name} (${cron})`).join(', '),
      },
    ]
  } finally {
    await db.close()
  }
}

async function storedPayloads(pool: ReturnType<typeof connect>['pool']): Promise<Finding[]> {
  const { rows } = await pool.query<{ companies: string; people: string; reviews: string; refused: string }>(
    `select (select count(*) from core.companies) as companies, (select count(*) from core.people) as people,
       (select count(*) from core.identity_reviews where status = 'open') as reviews,
       (select count(*) from raw.quarantine where replayed_at is null) as refused`,
  )
  const [row] = rows
  if (row === undefined) return []
  return [
    {
      name: 'warehouse',
      ok: true,
      found: `${count(Number(row.companies))} companies, ${count(Number(row.people))} people`,
    },
    {
      name: 'to look at',
      ok: true,
      found: `${row.reviews} identity reviews, ${row.refused} refused bodies in quarantine`,
    },
  ]
}
