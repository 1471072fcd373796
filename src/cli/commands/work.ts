import type { Command } from 'commander'
import { pino } from 'pino'
import { migrateJobs } from '../../jobs/migrate-jobs.ts'
import { startJobs } from '../../jobs/start-jobs.ts'
import { openOutbound } from '../../outbound/open-outbound.ts'
import { warehouseSchedules, warehouseTasks } from '../../warehouse/jobs.ts'
import { sendingSchedules, sendingTasks } from '../../warehouse/sending/jobs.ts'
import type { CliContext } from '../context.ts'
import { withWarehouse } from '../open-database.ts'
import { untilStopped } from './start.ts'

const examples = `
Examples:
  galena work                  beside servers that were started with --no-jobs

Jobs clear what is kept for a time only (refused bodies, Idempotency-Keys), end pins, fold again what a change of ranks
or the age of values concerns, judge which keys that two claim make one of them, and send
records to webhooks.`

export function addWork(program: Command, context: CliContext): void {
  program
    .command('work')
    .description('do the jobs, without a server')
    .addHelpText('after', examples)
    .action(() =>
      withWarehouse(context, async ({ db, config, directUrl }) => {
        const log = pino({ level: config.logLevel }, context.out)
        const outbound = openOutbound({ allow: config.outboundAllow })
        const jobs = startJobs({
          db,
          tasks: [...warehouseTasks, ...sendingTasks(outbound)],
          schedules: [...warehouseSchedules, ...sendingSchedules(outbound)],
          log: (message, fields) => log.info(fields ?? {}, message),
          prepare: () => migrateJobs(directUrl),
        })
        await untilStopped(context.stopped)
        await jobs.stop()
      }),
    )
}
