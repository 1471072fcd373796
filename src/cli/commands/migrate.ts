import type { Command } from 'commander'
import { migrate, pendingMigrations, readMigrations } from '../../db/migrate.ts'
import { migrateJobs } from '../../jobs/migrate-jobs.ts'
import { type CliContext, print, printJson } from '../context.ts'
import { withServer } from '../open-database.ts'

const examples = `
Examples:
  galena migrate             apply what is pending
  galena migrate --status    list what is pending, change nothing; exit code 1 if anything is
  DATABASE_URL=postgres://… galena migrate

The history is the Supabase CLI's own table, so \`supabase db push\` and this command continue each other's work.`

export function addMigrate(program: Command, context: CliContext): void {
  program
    .command('migrate')
    .description('apply pending migrations')
    .option('--status', 'list what is pending and change nothing')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action((options: { status?: boolean; json?: boolean }) =>
      withServer(context, async ({ directUrl }) => {
        if (options.status === true) {
          const pending = await pendingMigrations(directUrl)
          const known = (await readMigrations()).map(({ version, name }) => `${version}_${name}`)
          const applied = known.filter((name) => !pending.includes(name))
          if (options.json === true) printJson(context.out, { applied, pending })
          else
            for (const name of known) print(context.out, `${pending.includes(name) ? 'pending' : 'applied'}  ${name}`)
          context.exitCode = pending.length > 0 ? 1 : 0
          return
        }
        const { applied } = await migrate(directUrl, (message) => print(context.err, message))
        await migrateJobs(directUrl)
        if (options.json === true) printJson(context.out, { applied })
        else print(context.err, applied.length === 0 ? 'Nothing is pending.' : `Applied ${applied.length} migrations.`)
      }),
    )
}
