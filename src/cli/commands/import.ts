import { type Command, InvalidArgumentError, Option } from 'commander'
import { startIngest } from '../../warehouse/ingest/engine.ts'
import { FORMATS } from '../../warehouse/ingest/files/sniff-format.ts'
import { type ImportOptions, importFile } from '../../warehouse/ingest/import-file.ts'
import { type ImportKindName, importKinds } from '../../warehouse/ingest/import-kinds.ts'
import { loadCatalog } from '../../warehouse/workflows/registry.ts'
import { columnLines } from '../column-lines.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { count, counted, duration } from '../format.ts'
import { keepMemorySteady } from '../keep-memory-steady.ts'
import { addMapping } from '../mapping.ts'
import { type Warehouse, withWarehouse } from '../open-database.ts'
import { startProgress } from '../progress.ts'
import { openRefusedFile, refusedPath } from '../refused-file.ts'
import { openSource } from '../source-file.ts'

interface Flags extends Pick<ImportOptions, 'vcName' | 'vcDomain' | 'format' | 'encoding' | 'delimiter' | 'map'> {
  refused?: string
  json?: boolean
}

const examples = `
Kinds:
${Object.entries(importKinds)
  .map(([name, { description }]) => `  ${name.padEnd(22)}${description}`)
  .join('\n')}

Examples:
  galena import vc-firms firms.csv
  galena import vc-portfolio portfolio.csv --vc-name "Harrowgate Ventures" --vc-domain harrowgate.example
  galena import crunchbase-portfolio export.csv.gz
  galena import salesnav leads.csv --map "Profile=linkedin_url_user_profile"

Each file is one upload with an id of its own. The same file again is the same upload, and changes nothing.
Exit code 0, or 2 when some rows were refused.`

export function addImport(program: Command, context: CliContext): void {
  program
    .command('import')
    .description('take in a list of venture firms, a portfolio, or a Sales Navigator export')
    .argument('<kind>', `what the file is: ${Object.keys(importKinds).join(', ')}`, kindOf)
    .argument('<file>', 'CSV, NDJSON or JSON, compressed or not; - for stdin')
    .option('--vc-name <name>', 'the firm, for a portfolio that does not name it')
    .option('--vc-domain <domain>', 'its domain')
    .option('--map <header=column>', 'where a column goes; nothing after = leaves it out', addMapping)
    .addOption(new Option('--format <format>', 'what the file is, when it is not seen').choices(FORMATS))
    .option('--encoding <name>', 'how its text is encoded, when the guess is wrong')
    .option('--delimiter <character>', 'what separates cells, when it is not found')
    .option('--refused <file>', 'where refused rows are written')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((kind: ImportKindName, file: string, flags: Flags) =>
      withWarehouse(context, (warehouse) => importOne(context, warehouse, kind, file, flags)),
    )
}

function kindOf(text: string): ImportKindName {
  const kind = (Object.keys(importKinds) as ImportKindName[]).find((name) => name === text)
  if (kind === undefined) throw new InvalidArgumentError(`There are ${Object.keys(importKinds).join(', ')}.`)
  return kind
}

async function importOne(
  context: CliContext,
  { db }: Warehouse,
  kind: ImportKindName,
  file: string,
  flags: Flags,
): Promise<void> {
  keepMemorySteady()
  const { vcName, vcDomain, map, format, encoding, delimiter } = flags
  const source = await openSource(context, file)
  const catalog = await loadCatalog(db)
  const ingest = await startIngest({ db })
  const refusedFile = await openRefusedFile(flags.refused ?? refusedPath(source.path))
  const progress = startProgress(context, { label: source.name })
  const begun = performance.now()
  const so = { done: 0, refused: 0, position: 0 }
  try {
    const result = await importFile({ db, catalog, ingest }, kind, source.chunks, {
      vcName,
      vcDomain,
      map,
      format,
      encoding,
      delimiter,
      filename: source.name,
      stopped: context.stopped,
      onPlan: (plan) => progress.say(columnLines(plan)),
      onEncoding: (name) => progress.say(`${source.name} is not all UTF-8: read as ${name}; --encoding names another.`),
      onSettled: async (settled) => {
        so.done += settled.length
        so.refused += settled.filter(({ error }) => error !== undefined).length
        await refusedFile.add(settled)
        progress.update(so)
      },
    })
    progress.stop()
    if (flags.json === true)
      printJson(context.out, { ...result, refused_file: refusedFile.bytes > 0 ? refusedFile.path : null })
    else {
      const seconds = (performance.now() - begun) / 1000
      print(
        context.err,
        `${source.name}: ${counted(result.rows, 'row')} in ${duration(seconds)}, upload ${result.upload_id}`,
      )
      const known = result.deduplicated > 0 ? `, ${count(result.deduplicated)} of them known already` : ''
      print(context.err, `  ${count(result.accepted)} accepted${known}, ${count(result.refused_total)} refused`)
      for (const { row, code, error } of result.refused.slice(0, 5))
        print(context.err, `  line ${count(row)}: ${error} (${code})`)
      if (refusedFile.bytes > 0)
        print(context.err, `  The refused rows are in ${refusedFile.path}: correct them and import that file.`)
    }
    if (!result.complete) context.exitCode = 130
    else if (result.refused_total > 0) context.exitCode = 2
  } finally {
    progress.stop()
    source.stop()
    await refusedFile.close()
    await ingest.close()
  }
}
