import { type Command, InvalidArgumentError } from 'commander'
import { asOperator } from '../../db/database.ts'
import { applyTeachings } from '../../warehouse/reference/teach/apply-teachings.ts'
import { getTeaching } from '../../warehouse/reference/teach/list-teachings.ts'
import { csvColumns, readCsv } from '../../warehouse/reference/teach/read-csv.ts'
import { KINDS, type Kind, MOST_ENTRIES, type PlaceCount } from '../../warehouse/reference/teach/schema.ts'
import { teachEntries } from '../../warehouse/reference/teach/teach-entries.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { count, counted } from '../format.ts'
import { withWarehouse } from '../open-database.ts'
import { openSource } from '../source-file.ts'
import { table } from '../table.ts'

const examples = `
Columns (in brackets what else they may be called):
${KINDS.map((kind) => `  ${kind.padEnd(16)}${Object.entries(csvColumns[kind]).map(shown).join(', ')}`).join('\n')}

Examples:
  galena teach title titles.csv
  galena teach location places.csv --json

What is stored already is brought in line before the command ends. Stopped meanwhile, a running server does the rest,
or the next \`galena teach\` or \`galena work\`. The same file again changes nothing.`

export function addTeach(program: Command, context: CliContext): void {
  program
    .command('teach')
    .description('teach what raw titles, locations and other values mean, from a CSV file')
    .argument('<kind>', `what the values are: ${KINDS.join(', ')}`, kindOf)
    .argument('<file>', 'CSV with a header; - for stdin')
    .option('--delimiter <character>', 'what separates cells, when it is not found')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', examples)
    .action((kind: Kind, file: string, flags: { delimiter?: string; json?: boolean }) =>
      withWarehouse(context, async ({ db }) => {
        const { name, chunks } = await openSource(context, file)
        const entries = await readCsv(kind, chunks, flags.delimiter)
        const ids: string[] = []
        const totals = { taught: 0, unchanged: 0 }
        for (let start = 0; start < entries.length; start += MOST_ENTRIES) {
          const part = entries.slice(start, start + MOST_ENTRIES)
          const taught = await asOperator(db, (tx) => teachEntries(tx, kind, part, { id: 'cli', source: name }))
          if (taught.teaching_id !== null) ids.push(taught.teaching_id)
          totals.taught += taught.taught
          totals.unchanged += taught.unchanged
        }
        print(context.err, `${counted(totals.taught, 'value')} taught, ${count(totals.unchanged)} known already.`)
        if (ids.length > 0) await applyTeachings(db)
        const places = sum(
          await Promise.all(ids.map(async (id) => (await asOperator(db, (tx) => getTeaching(tx, id))).places)),
        )
        if (flags.json === true) return printJson(context.out, { kind, ...totals, teachings: ids, places })
        const rows = Object.entries(places).map(([place, { rows, before, after }]) => [place, rows, before, after])
        if (rows.length > 0)
          print(
            context.out,
            table(
              ['place', 'rows', 'right before', 'right now'],
              rows.map((row) => row.map(String)),
            ),
          )
      }),
    )
}

function kindOf(text: string): Kind {
  const kind = KINDS.find((name) => name === text)
  if (kind === undefined) throw new InvalidArgumentError(`There are ${KINDS.join(', ')}.`)
  return kind
}

function shown([name, others]: [string, string[]]): string {
  return others.length === 0 ? name : `${name} (${others.join(', ')})`
}

function sum(teachings: readonly Record<string, PlaceCount>[]): Record<string, PlaceCount> {
  const total: Record<string, PlaceCount> = {}
  for (const places of teachings) {
    for (const [place, { rows, before, after }] of Object.entries(places)) {
      const so = total[place] ?? { rows: 0, before: 0, after: 0 }
      total[place] = { rows: so.rows + rows, before: so.before + before, after: so.after + after }
    }
  }
  return total
}
