import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

const projectRoot = fileURLToPath(new URL('..', import.meta.url))

const HOST_AND_PORT = String.raw`(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}`

// `description` is what the reader of an error is told the value must be.
const Environment = Type.Object({
  DATABASE_URL: Type.Optional(
    Type.String({ pattern: '^postgres(ql)?://', description: 'a URL such as postgres://user:password@host:5432/name' }),
  ),
  DATABASE_DIRECT_URL: Type.Optional(
    Type.String({ pattern: '^postgres(ql)?://', description: 'a URL such as postgres://user:password@host:5432/name' }),
  ),
  GALENA_DATA_DIR: Type.Optional(Type.String({ description: 'a folder' })),
  GALENA_API_KEY: Type.Optional(
    Type.String({ pattern: '^[\\x21-\\x7e]{24,200}$', description: '24 to 200 printable ASCII characters, no spaces' }),
  ),
  PORT: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535, description: 'a whole number from 0 to 65535' })),
  HOST: Type.Optional(Type.String({ pattern: '^[\\w.:%-]+$', description: 'a host name or address' })),
  GALENA_OUTBOUND_ALLOW: Type.Optional(
    Type.String({
      pattern: String.raw`^\s*${HOST_AND_PORT}(\s*,\s*${HOST_AND_PORT})*\s*$`,
      description: 'a list of host:port with commas between, such as localhost:9000,[::1]:9000',
    }),
  ),
  LOG_LEVEL: Type.Optional(
    Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      description: 'one of trace, debug, info, warn, error, fatal, silent',
    }),
  ),
})
type Environment = Static<typeof Environment>
const environment = Compile(Environment)

export interface Config {
  /** Absent: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined
  /** For migrations and jobs, when `databaseUrl` is a transaction pooler. */
  readonly databaseDirectUrl: string | undefined
  /** Absolute. A relative GALENA_DATA_DIR counts from the project, not from the folder a command was called in. */
  readonly dataDir: string
  readonly apiKey: string | undefined
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** host:port that outgoing calls may reach though they are not on the public internet, as a URL writes them. */
  readonly outboundAllow: readonly string[]
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
}

/** Every environment variable that cannot be used, one line each. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The environment cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Reads the environment, the only place that does. An empty variable counts as absent.
 * Throws `ConfigError` with everything that is invalid, never with the value of a secret.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const values = present(env)
  const problems = problemsOf(values)
  if (problems.length > 0) throw new ConfigError(problems)
  const valid = values as Environment
  return Object.freeze({
    databaseUrl: valid.DATABASE_URL,
    databaseDirectUrl: valid.DATABASE_DIRECT_URL,
    dataDir: resolve(projectRoot, valid.GALENA_DATA_DIR ?? '.galena'),
    apiKey: valid.GALENA_API_KEY,
    host: valid.HOST ?? '127.0.0.1',
    port: valid.PORT ?? 8080,
    outboundAllow: hostsAndPorts(valid.GALENA_OUTBOUND_ALLOW),
    logLevel: valid.LOG_LEVEL ?? 'info',
  })
}

function present(env: NodeJS.ProcessEnv): Record<string, string | number> {
  const values: Record<string, string | number> = {}
  for (const name of Object.keys(Environment.properties)) {
    const value = env[name]?.trim()
    if (value === undefined || value === '') continue
    values[name] = name === 'PORT' && /^\d+$/.test(value) ? Number(value) : value
  }
  return values
}

/** Written as `new URL` writes them, so that 127.1:9000 and Localhost:9000 mean what they say. */
function hostsAndPorts(list = ''): string[] {
  return list.split(',').flatMap((entry) => {
    const url = URL.parse(`http://${entry.trim()}`)
    return entry.trim() === '' || url === null ? [] : [`${url.hostname}:${url.port === '' ? '80' : url.port}`]
  })
}

function problemsOf(values: Record<string, string | number>): string[] {
  const wrong = new Set(environment.Errors(values).map((error) => error.instancePath.slice(1)))
  for (const name of ['DATABASE_URL', 'DATABASE_DIRECT_URL']) {
    if (values[name] !== undefined && !URL.canParse(String(values[name]))) wrong.add(name)
  }
  const allow = values.GALENA_OUTBOUND_ALLOW
  if (allow !== undefined && hostsAndPorts(String(allow)).length !== String(allow).split(',').length) {
    wrong.add('GALENA_OUTBOUND_ALLOW')
  }
  const problems = Object.entries(Environment.properties)
    .filter(([name]) => wrong.has(name))
    .map(([name, schema]) => `${name} must be ${'description' in schema ? schema.description : 'something else'}`)
  if (values.DATABASE_DIRECT_URL !== undefined && values.DATABASE_URL === undefined) {
    problems.push('DATABASE_DIRECT_URL needs DATABASE_URL beside it')
  }
  return problems
}
