import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Compile } from 'typebox/compile'
import { AppError, malformed, refused } from '../../errors.ts'
import { readRecord } from '../../warehouse/ingest/read-body.ts'
import { loadCatalog, type WorkflowDefinition } from '../../warehouse/workflows/registry.ts'
import { NewWorkflow } from '../../warehouse/workflows/routes.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { withWarehouse } from '../open-database.ts'
import { table } from '../table.ts'

const registerExamples = `
Examples:
  galena workflows register acme.json
  cat acme.json | galena workflows register -

The file holds what POST /v1/workflows takes: slug, provider, platform, payload_type, entity_type, and a mapping of
paths in the payload to fields. Registering a slug again replaces its mapping; servers that run know it within a
second. Payloads that were stored before are derived anew by: galena replay --workflow <slug>`

export function addWorkflows(program: Command, context: CliContext): void {
  const workflows = program.command('workflows').description('kinds of payload')
  workflows
    .command('list')
    .description('list every kind of payload with the path it is sent to')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  galena workflows list\n  galena workflows list --json')
    .action(({ json }: { json?: boolean }) =>
      withWarehouse(context, async ({ db }) => {
        const rows = (await loadCatalog(db)).rows()
        if (json === true) return printJson(context.out, rows)
        const cells = rows.map((row) => [
          row.workflow_slug,
          row.entity_type,
          `POST ${row.route ?? `/v1/ingest/${row.workflow_slug}`}`,
          row.is_active ? '' : 'inactive',
        ])
        print(context.out, table(['slug', 'about', 'sent to', ''], cells))
      }),
    )
  workflows
    .command('register')
    .description('add a kind of payload, or replace its mapping')
    .argument('<file>', 'JSON file, or - for stdin')
    .option('--json', 'print JSON')
    .addHelpText('after', registerExamples)
    .action((file: string, { json }: { json?: boolean }) =>
      withWarehouse(context, async ({ db }) => {
        const row = await (await loadCatalog(db)).register(readDefinition(await read(context, file)))
        if (json === true) printJson(context.out, row)
        else print(context.err, `Registered ${row.workflow_slug}: send its payloads to /v1/ingest/${row.workflow_slug}`)
      }),
    )
}

async function read(context: CliContext, path: string): Promise<Buffer> {
  if (path === '-') return Buffer.concat(await context.stdin.toArray())
  try {
    return await readFile(path)
  } catch (error) {
    throw new AppError(404, 'file_not_found', `${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

/** Throws 400 for what is no JSON, 422 `invalid_request` with every place that does not fit. */
function readDefinition(bytes: Buffer): WorkflowDefinition {
  if (bytes.length === 0) throw malformed('empty', 'The file is empty')
  const { value } = readRecord(bytes)
  const definition = Compile(NewWorkflow)
  if (definition.Check(value)) return value
  const errors = definition.Errors(value).map(({ instancePath, keyword, message }) => ({
    pointer: instancePath === '' ? '/' : instancePath,
    code: keyword,
    message,
  }))
  throw refused('invalid_request', 'The file does not describe a workflow', { errors })
}
