import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** Stands for npm: writes down how it was called, takes its time, and installs a Node and npm's record. */
const npm = `
const { appendFileSync, cpSync, mkdirSync, symlinkSync } = require('node:fs')
appendFileSync('calls.txt', process.argv.slice(2).join(' ') + '\\n')
console.log('what npm prints')
if (process.env.NPM_FAILS) process.exit(1)
setTimeout(() => {
  mkdirSync('node_modules/node/bin', { recursive: true })
  cpSync('package-lock.json', 'node_modules/.package-lock.json')
  try { symlinkSync(process.execPath, 'node_modules/node/bin/node') } catch {}
}, 300)
`
const main = `
const [command = '', value = '']: string[] = process.argv.slice(2)
if (command === 'wait') {
  setInterval(() => undefined, 1000)
  process.on('SIGINT', () => console.log('SIGINT'))
  process.on('SIGTERM', () => process.exit(7))
}
console.log(JSON.stringify({ command, cwd: process.cwd() }))
if (command === 'exit') process.exit(Number(value))
if (command === 'die') process.kill(process.pid, 'SIGKILL')
`
let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'galena-bootstrap-'))
  await mkdir(join(root, 'src/cli'), { recursive: true })
  await cp(new URL('../bin/galena.js', import.meta.url).pathname, join(root, 'bin/galena.js'))
  await writeFile(join(root, 'package.json'), '{"type":"module"}')
  await writeLockfile('1.0.0')
  await writeFile(join(root, 'src/cli/main.ts'), main)
  // In a package of its own: that of the project is of type module.
  await mkdir(join(root, 'npm'))
  await writeFile(join(root, 'npm/package.json'), '{}')
  await writeFile(join(root, 'npm/npm-cli.js'), npm)
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('the first command installs everything, later ones nothing, until the lockfile changes', async () => {
  expect(await galena('one')).toMatchObject({ code: 0 })
  expect(await calls()).toEqual([
    'ci --include=dev --include=optional --no-audit --no-fund --no-update-notifier --loglevel=error',
  ])
  expect(await galena('two')).toMatchObject({ code: 0, stderr: '' })
  expect(await calls()).toHaveLength(1)
  await writeLockfile('1.0.1')
  await galena('three')
  expect(await calls()).toHaveLength(2)
})

test('what somebody installed by hand counts, if npm put there what the lockfile says', async () => {
  await galena('one')
  await rm(join(root, 'node_modules/.galena-installed'))
  await galena('two')
  expect(await calls()).toHaveLength(1)
  await writeFile(join(root, 'node_modules/.package-lock.json'), '{"packages":{"node_modules/a":{"version":"0.9.0"}}}')
  await galena('three')
  expect(await calls()).toHaveLength(2)
})

test('what npm prints does not get between the output of the command', async () => {
  const { stdout, stderr } = await galena('one')
  expect(JSON.parse(stdout)).toMatchObject({ command: 'one' })
  expect(stderr).toContain('what npm prints')
})

test('of two first commands at the same moment one installs and the other waits', async () => {
  const both = await Promise.all([galena('one'), galena('two')])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(await calls()).toHaveLength(1)
})

test('the lock of an installer that was killed stands in nobody’s way', async () => {
  const lock = join(root, '.galena/install.lock')
  await mkdir(lock, { recursive: true })
  const gone = spawn('true')
  await once(gone, 'exit')
  await writeFile(join(lock, 'pids'), `${gone.pid} ${gone.pid}`)
  expect(await galena('one')).toMatchObject({ code: 0 })

  // The control: the lock of a process that lives is waited for.
  await mkdir(lock)
  await writeFile(join(lock, 'pids'), String(process.pid))
  await writeLockfile('1.0.1')
  const waiting = start('two')
  const [first] = await once(waiting.stderr ?? waiting, 'data')
  expect(String(first)).toContain('Waiting for another Galena')
  await rm(lock, { recursive: true })
  expect(await once(waiting, 'exit')).toEqual([0, null])
})

test('a failed installation ends with 1, says what to do, and is tried again', async () => {
  const failed = await galena('one', [], { NPM_FAILS: '1' })
  expect(failed).toMatchObject({ code: 1, stdout: '' })
  expect(failed.stderr).toContain('npm could not install')
  expect(await galena('one')).toMatchObject({ code: 0 })
})

test('the current folder is the command’s, the project is found from anywhere', async () => {
  const { stdout } = await galena('one', [], {}, '/')
  expect(JSON.parse(stdout)).toEqual({ command: 'one', cwd: '/' })
})

test('the exit code is that of the command, also when a signal ended it', async () => {
  expect(await galena('exit', ['3'])).toMatchObject({ code: 3 })
  expect(await galena('die')).toMatchObject({ code: 137 })
})

test('signals reach the command', async () => {
  await galena('install first')
  const child = start('wait')
  const lines: string[] = []
  child.stdout?.on('data', (chunk) => lines.push(...String(chunk).trim().split('\n')))
  while (lines.length < 1) await sleep(10)
  child.kill('SIGINT')
  while (lines.length < 2) await sleep(10)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([7, null])
  expect(lines[1]).toBe('SIGINT')
})

function start(command: string, args: string[] = [], env: NodeJS.ProcessEnv = {}, cwd = root): ChildProcess {
  return spawn(process.execPath, [join(root, 'bin/galena.js'), command, ...args], {
    cwd,
    env: { PATH: process.env.PATH, npm_execpath: join(root, 'npm/npm-cli.js'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function galena(command: string, args: string[] = [], env: NodeJS.ProcessEnv = {}, cwd = root) {
  const child = start(command, args, env, cwd)
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

async function calls(): Promise<string[]> {
  return (await readFile(join(root, 'calls.txt'), 'utf8')).trim().split('\n')
}

function writeLockfile(version: string): Promise<void> {
  const packages = { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version, optional: true, os: ['aix'] } }
  return writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages }))
}
