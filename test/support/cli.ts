import { PassThrough, Readable } from 'node:stream'
import type { CliContext, CliStream } from '../../src/cli/context.ts'
import { runCli } from '../../src/cli/run-cli.ts'

export interface CliRun {
  code: number
  /** What a script would read. */
  out: string
  /** What a person would read beside it. */
  err: string
}

export interface CliOptions {
  env?: NodeJS.ProcessEnv
  stdin?: string | Uint8Array
  stopped?: AbortSignal
}

/** Runs a command line in this process, with streams, environment and Ctrl-C of its own. */
export async function cli(args: readonly string[], { env = {}, stdin, stopped }: CliOptions = {}): Promise<CliRun> {
  const out = collect()
  const err = collect()
  const context: CliContext = {
    env,
    stdin: Readable.from(stdin === undefined ? [] : [Buffer.from(stdin)]),
    out: out.stream,
    err: err.stream,
    stopped: stopped ?? new AbortController().signal,
    exitCode: 0,
  }
  const code = await runCli(args, context)
  return { code, out: out.text(), err: err.text() }
}

function collect(): { stream: CliStream; text(): string } {
  const stream = new PassThrough()
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return { stream, text: () => Buffer.concat(chunks).toString() }
}
