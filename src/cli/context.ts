import type { Readable, Writable } from 'node:stream'

/** What a command may know of the process that runs it; tests give their own. */
export interface CliContext {
  env: NodeJS.ProcessEnv
  stdin: Readable
  /** For data: what a script would read. */
  out: CliStream
  /** For people: progress, remarks, errors. */
  err: CliStream
  /** Aborts when the user asks to stop (Ctrl-C, SIGTERM); a second time ends the process at once. */
  stopped: AbortSignal
  /** Set by a command that did its work and has something to report with it; 0 else. */
  exitCode: number
}

export type CliStream = Writable & { isTTY?: boolean | undefined; columns?: number | undefined }

export function print(stream: CliStream, text: string): void {
  stream.write(`${text}\n`)
}

export function printJson(stream: CliStream, value: unknown): void {
  stream.write(`${JSON.stringify(value, null, 2)}\n`)
}
