import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { asOperator } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { canonicalDomain } from '../../warehouse/identity/canonical-domain.ts'
import { personLinkedIn } from '../../warehouse/identity/canonical-linkedin.ts'
import { type ReplayProgress, type ReplaySelection, replay } from '../../warehouse/ingest/replay.ts'
import { wipeDerived } from '../../warehouse/ingest/wipe-derived.ts'
import { loadCatalog } from '../../warehouse/workflows/registry.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { count, counted } from '../format.ts'
import { type Warehouse, withWarehouse } from '../open-database.ts'
import { startProgress } from '../progress.ts'
import { openResumeState } from '../resume-state.ts'

const examples = `
Examples:
  galena replay                                   everything, through the extractors of today
  galena replay --failed                          only payloads whose extraction failed
  galena replay --workflow clay-person-profile --since 2026-01-01
  galena replay --entity https://www.linkedin.com/in/ada --entity acme.com
  galena replay --rebuild --yes                   empty extracted and core first, then derive all of it again

A run that was interrupted goes on where it was when the same command is given again (--restart begins anew).
Replaying changes nothing that the payloads do not say; raw payloads are only read.`

interface Flags {
  workflow?: string
  since?: string
  failed?: boolean
  entity?: string[]
  rebuild?: boolean
  restart?: boolean
  yes?: boolean
  json?: boolean
}

export function addReplay(program: Command, context: CliContext): void {
  program
    .command('replay')
    .description('derive extracted and core from raw payloads again')
    .option('--workflow <slug>', 'only payloads of this workflow')
    .option('--since <time>', 'only payloads received at or after this time')
    .option('--failed', 'only payloads whose extraction failed')
    .option('--entity <key...>', 'only payloads about this domain, LinkedIn URL or key')
    .option('--rebuild', 'empty extracted and core first')
    .option('--restart', 'begin anew instead of going on with an interrupted run')
    .option('--yes', 'do not ask before --rebuild')
    .option('--json', 'print the counts as JSON')
    .addHelpText('after', examples)
    .action((flags: Flags) => withWarehouse(context, (warehouse) => run(context, warehouse, flags)))
}

async function run(context: CliContext, { db, config }: Warehouse, flags: Flags): Promise<void> {
  const selection = selectionOf(flags)
  const resume = openResumeState<{ after: string }>(config, 'replay', selection)
  const earlier = flags.restart === true ? undefined : await resume.read()
  if (flags.rebuild === true && earlier === undefined) {
    if (Object.keys(selection).length > 0) {
      throw new AppError(400, 'rebuild_selection', '--rebuild derives everything again: leave the selection out')
    }
    await confirm(context, flags)
    await asOperator(db, wipeDerived)
  }
  if (earlier !== undefined) print(context.err, 'Going on where the last run was interrupted (--restart begins anew).')
  const catalog = await loadCatalog(db)
  let bar: ReturnType<typeof startProgress> | undefined
  const result = await replay(db, catalog, {
    selection,
    signal: context.stopped,
    ...(earlier === undefined ? {} : { after: earlier.after }),
    async onProgress(progress) {
      bar ??= startProgress(context, { label: 'replay', total: progress.total, unit: 'payloads' })
      const done = progress.replayed + progress.failed + progress.unknown
      bar.update({ done, refused: progress.failed, position: done })
      await resume.write({ after: progress.after })
    },
  })
  bar?.stop()
  if (context.stopped.aborted) {
    print(context.err, 'Interrupted. The same command goes on from here.')
    context.exitCode = 130
    return
  }
  await resume.clear()
  report(context, result, flags)
}

function report(context: CliContext, { replayed, failed, unknown }: ReplayProgress, flags: Flags): void {
  if (flags.json === true) printJson(context.out, { replayed, failed, unknown })
  else {
    print(context.err, `${counted(replayed, 'payload')} replayed.`)
    if (failed > 0) print(context.err, `${count(failed)} failed again: the error stands on the raw row.`)
    if (unknown > 0) print(context.err, `${count(unknown)} belong to workflows that are not registered here.`)
  }
  context.exitCode = failed > 0 ? 2 : 0
}

function selectionOf({ workflow, since, failed, entity }: Flags): ReplaySelection {
  if (since !== undefined && Number.isNaN(Date.parse(since))) {
    throw new AppError(
      400,
      'invalid_time',
      `--since must be a time such as 2026-01-31 or 2026-01-31T08:00:00Z, not ${since}`,
    )
  }
  return {
    ...(workflow === undefined ? {} : { workflow }),
    ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    ...(failed === true ? { failed } : {}),
    ...(entity === undefined ? {} : { entity: entity.flatMap(formsOf) }),
  }
}

/** The forms in which raw tables hold what a person may write: as it is, as a domain, as a profile, as a key. */
function formsOf(entity: string): string[] {
  const forms = [entity]
  const person = personLinkedIn(entity)
  if (person !== null) forms.push(person.url, `slug:${person.slug}`)
  const domain = person === null ? canonicalDomain(entity) : null
  if (domain !== null) forms.push(domain, `domain:${domain}`)
  if (entity.startsWith('domain:')) forms.push(entity.slice('domain:'.length))
  if (entity.startsWith('slug:')) forms.push(`https://www.linkedin.com/in/${entity.slice('slug:'.length)}`)
  return [...new Set(forms)]
}

async function confirm(context: CliContext, { yes }: Flags): Promise<void> {
  if (yes === true) return
  if (context.err.isTTY !== true) {
    throw new AppError(
      400,
      'confirmation_needed',
      '--rebuild empties extracted and core before it derives them again: add --yes',
    )
  }
  const line = createInterface({ input: context.stdin, output: context.err })
  const answer = await line.question('This empties extracted and core and derives them again from raw. Go on? [y/N] ')
  line.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new AppError(400, 'not_confirmed', 'Nothing was changed')
}
