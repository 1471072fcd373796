import { ConfigError } from '../config.ts'
import { AppError } from '../errors.ts'
import { type CliContext, print } from './context.ts'

/** Says on stderr what went wrong: errors that the user may see with their code, bugs with their stack if DEBUG is set. */
export function reportError(context: CliContext, error: unknown): void {
  const debug = (context.env.DEBUG ?? '') !== ''
  if (error instanceof AppError) {
    print(context.err, `galena: ${error.message} (${error.code})`)
    for (const { pointer, message } of error.errors ?? []) {
      if (!error.message.includes(message)) print(context.err, `  ${pointer} ${message}`)
    }
  } else if (error instanceof ConfigError) {
    print(context.err, `galena: ${error.message}`)
  } else {
    print(context.err, `galena: a fault: ${error instanceof Error ? error.message : String(error)}`)
    if (!debug) print(context.err, 'Set DEBUG=1 to see where it happened.')
  }
  if (debug && error instanceof Error) print(context.err, error.stack ?? '')
}
