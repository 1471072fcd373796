#!/usr/bin/env node
// Plain JavaScript, because it must run before anything is installed and on whatever Node ≥ 20 the machine has: installs
// what is missing, then hands over to the pinned Node. Finds everything from its own place, never from the current folder.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.galena-installed')
const lock = join(root, '.galena', 'install.lock')
let holdsLock = false
const major = Number(process.versions.node.split('.')[0])

/** What `galena run <name>` starts, for npm scripts; everything else is a command of the CLI. */
const programs = {
  test: [join(modules, 'vitest', 'vitest.mjs'), 'run', '--root', root],
  bench: [join(root, 'bench', 'run.ts')],
  schema: [join(root, 'src', 'db', 'write-schema.ts')],
}

if (major < 20) fail(`Galena needs Node 20 or newer to begin with, and this is Node ${process.versions.node}.`)
await installMissing()
handOver(process.argv.slice(2))

async function installMissing() {
  if (isInstalled()) return
  await takeLock()
  try {
    // Another process may have installed it while we waited.
    if (isInstalled()) return
    await install()
    // Without a runtime the stamp would say "installed" when the user has lifted what is in the way.
    if (runtime()) writeFileSync(stampFile, stamp())
  } finally {
    leaveLock()
  }
}

function stamp() {
  const lockfile = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256').update(lockfile).update(`${process.platform} ${process.arch}`).digest('hex')
}

/** By our stamp, or because npm's own record of what is in node_modules agrees with the lockfile. */
function isInstalled() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()) return true
  const record = join(modules, '.package-lock.json')
  if (!existsSync(record) || !runtime()) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(record, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || present[path]?.version === entry.version || isForOthers(entry),
  )
}

/** An optional package of another platform, or one that only such packages need. */
function isForOthers({ optional, os, cpu, libc }) {
  const forUs = os?.includes(process.platform) && cpu?.includes(process.arch) && !libc
  return optional && !forUs
}

async function install() {
  process.stderr.write('Installing what Galena needs (once, about 10 seconds) …\n')
  // npm names itself to what it runs; yarn and pnpm use the same variable for themselves.
  const named = /npm-cli\.js$/.test(process.env.npm_execpath ?? '') ? process.env.npm_execpath : undefined
  const [program, first] = named ? [process.execPath, [named]] : ['npm', []]
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  // Included by name, because NODE_ENV=production and npm's `omit` would leave out the tests and the database.
  const args = ['ci', '--include=dev', '--include=optional', ...quiet]
  // Its output goes to stderr: stdout belongs to the command that was asked for.
  const npm = spawn(program, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  // If we are killed npm goes on, and the lock is its lock.
  if (npm.pid) writeFileSync(join(lock, 'pids'), `${process.pid} ${npm.pid}`)
  const failure = await new Promise((resolve) => {
    npm.on('error', (error) => resolve(`Galena could not run npm to install what it needs: ${error.message}`))
    npm.on('exit', (code) => resolve(code === 0 ? '' : 'npm could not install what Galena needs (see above).'))
  })
  if (failure) fail(`${failure}\nThe same by hand, in ${root}: npm ci`)
}

/** Only one process installs. A lock whose owners are dead, or that is older than ten minutes, counts for nothing. */
async function takeLock() {
  makeDataDir()
  for (let told = false; ; ) {
    try {
      mkdirSync(lock)
      holdsLock = true
      writeFileSync(join(lock, 'pids'), String(process.pid))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`Galena cannot install into ${root}: ${error.message}`)
    }
    dropStaleLock()
    if (!existsSync(lock)) continue
    if (!told) process.stderr.write('Waiting for another Galena that is installing …\n')
    told = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function leaveLock() {
  if (holdsLock) rmSync(lock, { recursive: true, force: true })
  holdsLock = false
}

function dropStaleLock() {
  const aside = `${lock}.${process.pid}`
  try {
    const owners = ownersOf(lock)
    const age = Date.now() - statSync(lock).mtimeMs
    // Without owners yet: the moment between making the lock and writing them.
    if (age < 600_000 && (owners === '' ? age < 5000 : owners.split(' ').some(isAlive))) return
    // Aside first: of two that find it stale, the second must not remove the new lock of the first.
    renameSync(lock, aside)
    if (ownersOf(aside) === owners) rmSync(aside, { recursive: true })
    else renameSync(aside, lock)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

function ownersOf(folder) {
  const file = join(folder, 'pids')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function isAlive(pid) {
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The mode that the embedded database needs when root has made the folder: its server runs under another account. */
function makeDataDir() {
  const folder = dirname(lock)
  if (existsSync(folder)) return
  try {
    mkdirSync(folder)
    chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  } catch (error) {
    if (error.code !== 'EEXIST') fail(`Galena cannot write into ${root}: ${error.message}`)
  }
}

function runtime() {
  const pinned = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(pinned)) return pinned
  return major >= 24 ? process.execPath : undefined
}

/**
 * The young generation of a server is as large as Node makes it by default, whatever memory the machine has. Commands that
 * read or write files get a small one: what passes through is garbage at once, and Node would rather take 60 MB than collect it.
 */
function flagsOf(command) {
  return ['ingest', 'import', 'replay', 'export'].includes(command)
    ? ['--max-semi-space-size=4']
    : ['--max-semi-space-size=16']
}

function handOver([command, ...rest]) {
  const node = runtime()
  if (!node) fail(whyNoRuntime())
  const program = command === 'run' ? programs[rest[0]] : undefined
  if (command === 'run' && !program) fail(`galena run: one of ${Object.keys(programs).join(', ')}`)
  const args = program
    ? [...program, ...rest.slice(1)]
    : [...flagsOf(command), join(root, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)]
  const child = spawn(node, args, {
    cwd: program ? root : undefined,
    stdio: 'inherit',
    // Loading 400 files takes 340 ms without the cache and 92 ms with it.
    env: { NODE_COMPILE_CACHE: join(modules, '.cache', 'galena'), ...process.env },
  })
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C and hang-up to the whole group: sent on, the child would get them twice.
      if (!terminal || signal === 'SIGTERM') child.kill(signal)
    })
  }
  child.on('error', (error) => fail(`Galena could not run ${node}: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code))
}

function whyNoRuntime() {
  const needs = `Galena runs on Node 24, and this is Node ${process.versions.node}.`
  if (!existsSync(join(modules, 'node', 'package.json'))) {
    return `${needs} The npm package \`node\`, which brings one, cannot be installed here: install Node 24 or newer.`
  }
  return [
    `${needs} The npm package \`node\` brings one, but npm was not allowed to run its install script`,
    '(ignore-scripts is set), so it has no binary. Allow it and try again:',
    `    cd ${root} && npm rebuild node --ignore-scripts=false`,
    'or install Node 24 or newer.',
  ].join('\n')
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  leaveLock()
  process.exit(1)
}
