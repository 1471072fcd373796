import { spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { embeddedError } from './embedded-error.ts'

/** The account PostgreSQL runs under. Null: our own, because we are not root. */
export type ServerAccount = { uid: number; gid: number } | null

/**
 * PostgreSQL refuses to run as root. As root it gets the owner of an existing data folder, else the account `postgres`,
 * else `nobody`: initdb wants an account that exists.
 */
export async function chooseAccount(existingCluster: string | undefined): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return null
  if (existingCluster) {
    const { uid, gid } = await stat(existingCluster)
    if (uid !== 0) return { uid, gid }
  }
  for (const name of ['postgres', 'nobody']) {
    const uid = await runAs(null, 'id', ['-u', name])
    const gid = await runAs(null, 'id', ['-g', name])
    if (uid.code === 0 && gid.code === 0) return { uid: Number(uid.output), gid: Number(gid.output) }
  }
  throw embeddedError(
    'no_account',
    'PostgreSQL does not run as root, and this machine has neither an account `postgres` nor `nobody` to run it under. ' +
      'Make one, start Galena as an ordinary user, or set DATABASE_URL.',
  )
}

/** Whether the account can enter these folders and read these files, asked of the kernel: modes alone do not tell. */
export async function canReach(account: ServerAccount, folders: string[], files: string[] = []): Promise<boolean> {
  const tests = [...folders.map((path) => ['-x', path]), ...files.map((path) => ['-r', path])]
  const script = 'while [ $# -gt 0 ]; do test "$1" "$2" || exit 1; shift 2; done'
  const { code } = await runAs(account, '/bin/sh', ['-c', script, 'sh', ...tests.flat()])
  return code === 0
}

export interface ProgramResult {
  code: number | null
  output: string
}

/** Runs a program to its end under the account, in `/` and with a clean environment. Never rejects. */
export function runAs(account: ServerAccount, program: string, args: string[]): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...account,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => resolve({ code: null, output: error.message }))
    child.on('close', (code) => resolve({ code, output: output.trim() }))
  })
}

/** What the server and its tools get to see: nothing of ours, so that no PG* variable or locale changes them. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}
