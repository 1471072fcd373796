import type { Command } from 'commander'
import { pino } from 'pino'
import { type Config, readConfig } from '../../config.ts'
import { AppError } from '../../errors.ts'
import { startGalena } from '../../start.ts'
import { type CliContext, print } from '../context.ts'

const examples = `
Examples:
  galena start                          on 127.0.0.1:8080, with PostgreSQL in .galena/
  galena start --port 9000 --no-jobs    serve only; another process does the jobs
  DATABASE_URL=postgres://… galena start

The operator key is printed when it is made, once, and kept in the data folder (operator-key).`

export function addStart(program: Command, context: CliContext): void {
  program
    .command('start')
    .description('start the server, with its database and jobs')
    .option('--port <port>', 'listen on this port instead of PORT')
    .option('--no-jobs', 'serve, and leave the jobs to another process')
    .addHelpText('after', examples)
    .action(async (options: { port?: string; jobs: boolean }) => {
      const config = withPort(readConfig(context.env), options.port)
      const log = pino({ level: config.logLevel }, context.out)
      const galena = await startGalena(config, { log, jobs: options.jobs })
      if (galena.operatorKeyCreated) {
        print(
          context.err,
          `Operator key, shown once and kept in ${config.dataDir}/operator-key:\n  ${galena.operatorKey}`,
        )
      }
      await untilStopped(context.stopped)
      await galena.stop()
    })
}

function withPort(config: Config, port: string | undefined): Config {
  if (port === undefined) return config
  const number = Number(port)
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new AppError(400, 'invalid_port', `--port must be a whole number from 0 to 65535, not ${port}`)
  }
  return { ...config, port: number }
}

/** Also keeps the process alive: the embedded server alone does not. */
export async function untilStopped(stopped: AbortSignal): Promise<void> {
  if (stopped.aborted) return
  const alive = setInterval(() => {}, 60_000)
  await new Promise((resolve) => stopped.addEventListener('abort', resolve, { once: true }))
  clearInterval(alive)
}
