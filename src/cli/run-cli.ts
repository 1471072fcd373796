import { Command, CommanderError } from 'commander'
import project from '../../package.json' with { type: 'json' }
import { addDb } from './commands/db.ts'
import { addDemo } from './commands/demo.ts'
import { addDoctor } from './commands/doctor.ts'
import { addExport } from './commands/export.ts'
import { addImport } from './commands/import.ts'
import { addIngest } from './commands/ingest.ts'
import { addKeys } from './commands/keys.ts'
import { addMigrate } from './commands/migrate.ts'
import { addQuarantine } from './commands/quarantine.ts'
import { addReplay } from './commands/replay.ts'
import { addSend } from './commands/send.ts'
import { addStart } from './commands/start.ts'
import { addTeach } from './commands/teach.ts'
import { addWork } from './commands/work.ts'
import { addWorkflows } from './commands/workflows.ts'
import type { CliContext } from './context.ts'
import { reportError } from './report-error.ts'

/** Runs one command line and returns the exit code. Errors end here: nothing is thrown. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const program = buildProgram(context)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return context.exitCode
  } catch (error) {
    // Commander has said what it had to say: help, the version, or what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode
    reportError(context, error)
    return 1
  }
}

export function buildProgram(context: CliContext): Command {
  const program = new Command('galena')
    .description('Payloads in, canonical companies and people out.')
    .version(project.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showHelpAfterError('\nRun it with --help to see what is possible.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.out.write(text),
      writeErr: (text) => context.err.write(text),
      getOutHelpWidth: () => Math.min(context.out.columns ?? 80, 100),
      getErrHelpWidth: () => Math.min(context.err.columns ?? 80, 100),
    })
  const commands = [
    addStart,
    addWork,
    addDemo,
    addIngest,
    addImport,
    addExport,
    addReplay,
    addSend,
    addTeach,
    addWorkflows,
    addQuarantine,
    addKeys,
    addDb,
    addMigrate,
    addDoctor,
  ]
  for (const add of commands) add(program, context)
  return program
}
