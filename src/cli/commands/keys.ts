import { type Command, Option } from 'commander'
import { asOperator } from '../../db/database.ts'
import { refused } from '../../errors.ts'
import { SCOPES, type Scope } from '../../route.ts'
import { createKey } from '../../tenants/keys/create-key.ts'
import { listKeys } from '../../tenants/keys/list-keys.ts'
import { revokeKey } from '../../tenants/keys/revoke-key.ts'
import type { Key } from '../../tenants/keys/schema.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { withWarehouse } from '../open-database.ts'
import { table } from '../table.ts'

interface CreateOptions {
  name: string
  scope: Scope[]
  expires?: string
  json?: boolean
}

const createExamples = `
Examples:
  galena keys create --name clay --scope ingest
  galena keys create --name reports --scope read --expires 2030-01-31
  galena keys create --name trial --scope ingest read --expires 30d

The key goes to stdout, once; only its hash is stored. Senders put it into one of
  Authorization: Bearer <key>     x-api-key: <key>     HTTP Basic with the key as password`

export function addKeys(program: Command, context: CliContext): void {
  const keys = program.command('keys').description('API keys')
  keys
    .command('create')
    .description('issue a key')
    .requiredOption('--name <name>', 'who or what will hold it')
    .addOption(
      new Option('--scope <scope...>', 'ingest sends payloads, read asks, admin does everything')
        .choices(SCOPES)
        .makeOptionMandatory(),
    )
    .option('--expires <when>', 'a day (2030-01-31), a time (2030-01-31T12:00:00Z), or a number of days (30d)')
    .option('--json', 'print JSON')
    .addHelpText('after', createExamples)
    .action((options: CreateOptions) => create(context, options))
  keys
    .command('list')
    .description('list the keys that were issued')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  galena keys list\n  galena keys list --json')
    .action(({ json }: { json?: boolean }) =>
      withWarehouse(context, async ({ db }) => {
        const issued = await asOperator(db, listKeys)
        if (json === true) printJson(context.out, issued)
        else if (issued.length === 0) print(context.err, 'No keys yet: galena keys create --name … --scope …')
        else print(context.out, table(['id', 'name', 'key', 'scopes', 'state', 'last used'], issued.map(cells)))
      }),
    )
  keys
    .command('revoke')
    .description('end a key for good; every server refuses it within a second')
    .argument('<id>', 'the id that `galena keys list` shows')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  galena keys revoke 3f1c…')
    .action((id: string, { json }: { json?: boolean }) =>
      withWarehouse(context, async ({ db }) => {
        const revoked = await asOperator(db, (tx) => revokeKey(tx, id))
        if (json === true) printJson(context.out, revoked)
        else print(context.err, `Revoked ${revoked.name} (${revoked.prefix}…${revoked.last4}).`)
      }),
    )
}

function create(context: CliContext, { name, scope, expires, json }: CreateOptions): Promise<void> {
  return withWarehouse(context, async ({ db }) => {
    const expiry = expires === undefined ? {} : { expires_at: readExpiry(expires) }
    const created = await asOperator(db, (tx) => createKey(tx, { name, scopes: scope, ...expiry }))
    if (json === true) return printJson(context.out, created)
    print(context.err, `Key of ${created.name} for ${created.scopes.join(', ')}. It is shown only now:`)
    print(context.out, created.key)
  })
}

/** What people write for the end of a key, as an ISO time with a zone. */
function readExpiry(text: string): string {
  const days = /^(\d{1,4})d$/.exec(text)?.[1]
  if (days !== undefined) return new Date(Date.now() + Number(days) * 86_400_000).toISOString()
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return `${text}T00:00:00Z`
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return text
  throw refused('invalid_expiry', '--expires must be a day (2030-01-31), a time with a zone, or days from now (30d)')
}

function cells(key: Key): string[] {
  const { revoked_at: revoked, expires_at: expires } = key
  const state =
    revoked !== null
      ? `revoked ${day(revoked)}`
      : expires === null
        ? 'active'
        : `${expires.getTime() <= Date.now() ? 'expired' : 'until'} ${day(expires)}`
  const used = key.last_used_at === null ? 'never' : day(key.last_used_at)
  return [key.id, key.name, `${key.prefix}…${key.last4}`, key.scopes.join(', '), state, used]
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10)
}
