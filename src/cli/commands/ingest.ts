import { type Command, Option } from 'commander'
import { AppError } from '../../errors.ts'
import { startDryRun } from '../../warehouse/ingest/dry-run.ts'
import { startIngest } from '../../warehouse/ingest/engine.ts'
import { FORMATS } from '../../warehouse/ingest/files/sniff-format.ts'
import type { Ingest } from '../../warehouse/ingest/submission.ts'
import { type Catalog, loadCatalog } from '../../warehouse/workflows/registry.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { type FileFlags, type FileResult, ingestOneFile } from '../ingest-one-file.ts'
import { keepMemorySteady } from '../keep-memory-steady.ts'
import { addMapping } from '../mapping.ts'
import { type Warehouse, withWarehouse } from '../open-database.ts'
import { printFileResult } from '../print-file-result.ts'

interface IngestFlags extends FileFlags {
  json?: boolean
}

const examples = `
Examples:
  galena ingest clay-person-profile people.ndjson.gz
  galena ingest salesnav-company companies.csv --map "Site=domain" --map "Notes="
  galena ingest clay-company-firmographics export.csv --dry-run
  zcat people.ndjson.gz | galena ingest clay-person-profile -
  galena ingest salesnav-company companies.csv.refused.ndjson    after correcting it

A record is the body that the workflow's route takes. Columns of a CSV file find their fields by their names; what fits
none goes into the payload. An interrupted run goes on where it was; records that were sent before change nothing.
Refused records are written to <file>.refused.ndjson with their reasons. Exit code 0, or 2 when some were refused.`

export function addIngest(program: Command, context: CliContext): void {
  program
    .command('ingest')
    .description('send files through a workflow: NDJSON, JSON, CSV, compressed or not')
    .argument('<workflow>', 'slug of the workflow: see `galena workflows list`')
    .argument('<file...>', 'files, or - for stdin')
    .option(
      '--map <header=field>',
      'where a column goes: field, payload.member, or nothing to leave it out',
      addMapping,
    )
    .addOption(new Option('--format <format>', 'what the file is, when it is not seen').choices(FORMATS))
    .option('--encoding <name>', 'how its text is encoded, when the guess is wrong')
    .option('--delimiter <character>', 'what separates cells, when it is not found')
    .option('--refused <file>', 'where refused records are written')
    .option('--dry-run', 'do everything, then take it back: shows what would be refused')
    .option('--restart', 'begin anew, also when an earlier run was interrupted')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((slug: string, files: string[], flags: IngestFlags) =>
      withWarehouse(context, (warehouse) => ingestFiles(context, warehouse, slug, files, flags)),
    )
}

async function ingestFiles(
  context: CliContext,
  warehouse: Warehouse,
  slug: string,
  files: string[],
  flags: IngestFlags,
): Promise<void> {
  keepMemorySteady()
  const catalog = await loadCatalog(warehouse.db)
  const registered = catalog.find(slug)
  if (registered === undefined) throw unknownWorkflow(catalog, slug)
  const reviews = { count: 0 }
  const ingest: Ingest = flags.dryRun
    ? await startDryRun(warehouse.db, (count) => {
        reviews.count += count
      })
    : await startIngest({ db: warehouse.db })
  const results: FileResult[] = []
  try {
    for (const file of files) {
      if (context.stopped.aborted) break
      const job = { workflow: registered.workflow, slug, path: file, flags }
      const result = await ingestOneFile(context, { ...warehouse, catalog, ingest }, job)
      results.push(result)
      const again = `galena ingest ${slug}`
      if (flags.json !== true) printFileResult(context, result, { dryRun: flags.dryRun === true, again })
    }
  } finally {
    await ingest.close()
  }
  if (flags.json === true) printJson(context.out, { workflow: slug, dry_run: flags.dryRun === true, files: results })
  else if (reviews.count > 0) {
    print(context.err, `${reviews.count} keys would be claimed by two entities, for somebody to look at.`)
  }
  if (context.stopped.aborted) context.exitCode = 130
  else if (results.some(({ error }) => error !== null)) context.exitCode = 1
  else if (results.some(({ refused }) => refused > 0)) context.exitCode = 2
}

function unknownWorkflow(catalog: Catalog, slug: string): AppError {
  const near = catalog
    .rows()
    .map((row) => row.workflow_slug)
    .filter(
      (known) =>
        known.includes(slug) ||
        slug.includes(known) ||
        known.split('-').some((word) => word.length > 3 && slug.includes(word)),
    )
  const hint = near.length === 0 ? '' : ` Did you mean ${near.slice(0, 3).join(', ')}?`
  return new AppError(
    404,
    'workflow_not_found',
    `There is no workflow ${slug}.${hint} galena workflows list shows them all`,
  )
}
