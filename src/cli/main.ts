import type { CliContext } from './context.ts'
import { runCli } from './run-cli.ts'

const context: CliContext = {
  env: process.env,
  stdin: process.stdin,
  out: process.stdout,
  err: process.stderr,
  stopped: stopSignal(),
  exitCode: 0,
}
// `galena … | head`: whoever read our output has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const code = await runCli(process.argv.slice(2), context)
process.exitCode = code

/** Commands end in order at the first Ctrl-C, and at once at the second. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort(name)
    })
  }
  return controller.signal
}
