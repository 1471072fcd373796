import { type Command, InvalidArgumentError } from 'commander'
import { asOperator, type Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { startIngest } from '../../warehouse/ingest/engine.ts'
import { openIntake } from '../../warehouse/ingest/intake.ts'
import { listQuarantine } from '../../warehouse/ingest/quarantine/list-quarantine.ts'
import { replayQuarantined } from '../../warehouse/ingest/quarantine/replay-quarantined.ts'
import type { QuarantineEntry } from '../../warehouse/ingest/quarantine/schema.ts'
import { loadCatalog } from '../../warehouse/workflows/registry.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { count } from '../format.ts'
import { withWarehouse } from '../open-database.ts'
import { startProgress } from '../progress.ts'
import { table } from '../table.ts'

interface Selection {
  workflow?: string
  code?: string
}

interface Replayed {
  id: string
  accepted: boolean
  raw_id: string | null
  code: string | null
  error: string | null
}

const listExamples = `
Examples:
  galena quarantine list
  galena quarantine list --workflow clay-person-profile --code invalid_request --limit 500
  galena quarantine list --json

Bodies that were refused over HTTP are kept for 30 days with the reason. GET /v1/quarantine/<id> shows one of them.`

const replayExamples = `
Examples:
  galena quarantine replay 5f0a9c1e-…
  galena quarantine replay --all --workflow acme-firmographics

For instance after a workflow was registered or corrected. What is refused again stays, with the new reason.
Exit code 0, or 2 when some were refused again.`

const PAGE = 200

export function addQuarantine(program: Command, context: CliContext): void {
  const quarantine = program.command('quarantine').description('bodies that were refused')
  quarantine
    .command('list')
    .description('list refused bodies, newest first')
    .option('--workflow <slug>', 'only those sent to this workflow')
    .option('--code <code>', 'only those refused for this reason')
    .option('--limit <count>', 'how many', wholeNumber, 50)
    .option('--json', 'print JSON')
    .addHelpText('after', listExamples)
    .action(({ limit, json, ...selection }: Selection & { limit: number; json?: boolean }) =>
      withWarehouse(context, async ({ db }) => {
        const entries: QuarantineEntry[] = []
        for await (const entry of entriesOf(db, selection)) if (entries.push(entry) >= limit) break
        if (json === true) printJson(context.out, entries)
        else if (entries.length === 0) print(context.err, 'Nothing is in quarantine.')
        else
          print(
            context.out,
            table(['id', 'received', 'workflow', 'reason', 'bytes', ''], entries.map(cells), [36, 16, 28]),
          )
      }),
    )
  quarantine
    .command('replay')
    .description('send refused bodies through again')
    .argument('[id...]', 'the ids that `galena quarantine list` shows')
    .option('--all', 'all of them, or all that --workflow and --code select')
    .option('--workflow <slug>', 'with --all: only those sent to this workflow')
    .option('--code <code>', 'with --all: only those refused for this reason')
    .option('--json', 'print JSON')
    .addHelpText('after', replayExamples)
    .action((ids: string[], { all, json, ...selection }: Selection & { all?: boolean; json?: boolean }) =>
      withWarehouse(context, async ({ db }) => {
        if (ids.length > 0 === (all === true)) {
          throw new AppError(400, 'selection_needed', 'Name the ids to replay, or give --all')
        }
        const results = await replayAll(context, db, all === true ? await idsOf(db, selection) : ids)
        const again = results.filter(({ accepted }) => !accepted)
        if (json === true) printJson(context.out, results)
        else {
          print(context.err, `${count(results.length - again.length)} accepted, ${count(again.length)} refused again`)
          for (const { id, error, code } of again.slice(0, 10)) print(context.err, `  ${id}: ${error} (${code})`)
        }
        if (again.length > 0) context.exitCode = 2
      }),
    )
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}

async function* entriesOf(db: Database, selection: Selection): AsyncGenerator<QuarantineEntry> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const after: string | undefined = cursor
    const page = await asOperator(db, (tx) =>
      listQuarantine(tx, { limit: PAGE, ...selection, ...(after === undefined ? {} : { cursor: after }) }),
    )
    yield* page.entries
    cursor = page.cursor
  }
}

/** What is stored by now needs no replay. Oldest first: bodies of one entity come in their order. */
async function idsOf(db: Database, selection: Selection): Promise<string[]> {
  const ids: string[] = []
  for await (const entry of entriesOf(db, selection)) if (entry.raw_id === null) ids.push(entry.id)
  return ids.reverse()
}

async function replayAll(context: CliContext, db: Database, ids: string[]): Promise<Replayed[]> {
  const catalog = await loadCatalog(db)
  const ingest = await startIngest({ db })
  const observer = { refused: () => {}, fault: () => {} }
  const intake = openIntake({ db, catalog, ingest, stopping: context.stopped, observer })
  const progress = startProgress(context, { label: 'replay', total: ids.length, unit: 'bodies' })
  const results: Replayed[] = []
  try {
    for (const id of ids) {
      if (context.stopped.aborted) break
      results.push(await replayOne(intake, id))
      const refused = results.filter(({ accepted }) => !accepted).length
      progress.update({ done: results.length, refused, position: results.length })
    }
  } finally {
    progress.stop()
    await ingest.close()
  }
  return results
}

async function replayOne(intake: ReturnType<typeof openIntake>, id: string): Promise<Replayed> {
  try {
    const { body } = await replayQuarantined(intake, id)
    const rawId = Array.isArray(body) || typeof body.raw_id !== 'string' ? null : body.raw_id
    return { id, accepted: true, raw_id: rawId, code: null, error: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500 || error.code === 'quarantine_entry_not_found') throw error
    return { id, accepted: false, raw_id: null, code: error.code, error: error.message }
  }
}

function cells({
  id,
  received_at: received,
  workflow_slug: workflow,
  code,
  bytes,
  raw_id: stored,
}: QuarantineEntry): string[] {
  const time = received.toISOString().slice(0, 16).replace('T', ' ')
  return [id, time, workflow ?? '', code, count(bytes), stored === null ? '' : 'stored since']
}
