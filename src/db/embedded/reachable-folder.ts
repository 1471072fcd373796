import { createHash, randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import type { Credentials } from './credentials.ts'
import { readIfThere } from './credentials.ts'
import { embeddedError } from './embedded-error.ts'
import type { Binaries } from './locate-binaries.ts'
import { canReach, runAs, type ServerAccount } from './server-account.ts'

/** Where files go that the server's account cannot reach where they are, such as a checkout in root's home. */
const reachableRoot = '/var/lib/galena'

/** The native files, or a copy of them, that the account can run. */
export async function reachableBinaries(binaries: Binaries, account: ServerAccount): Promise<string> {
  if (!account || (await usable(binaries.native, account))) return binaries.native
  const real = await realpath(binaries.native)
  const copy = join(reachableRoot, `native-${hash(`${real} ${binaries.version}`)}`)
  if (await usable(copy, account)) return copy
  await makeReachableFolder(reachableRoot)
  const draft = `${copy}.${process.pid}.${randomBytes(4).toString('hex')}`
  await cp(real, draft, { recursive: true, verbatimSymlinks: true })
  // A strict umask at install time has made the files private; nobody but the account's owner may write them either way.
  await runAs(null, 'chmod', ['-R', 'u+w,a+rX', draft])
  await rename(draft, copy).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  if (await usable(copy, account)) return copy
  throw embeddedError('unreachable', `The account ${account.uid} of the embedded PostgreSQL cannot run ${copy}.`)
}

/** Where the cluster of this data folder is: in it, unless the server's account cannot get there. */
export async function clusterFolder(
  dataDir: string,
  credentials: Credentials,
  account: ServerAccount,
): Promise<string> {
  const inside = join(dataDir, 'postgres')
  if (!account || (await exists(inside)) || (await canReach(account, [dataDir]))) return inside
  const base = join(reachableRoot, `data-${hash(await realpath(dataDir))}`)
  await makeReachableFolder(base)
  return join(base, credentials.instance)
}

interface Location {
  /** Relative to the data folder if it is in there, so that the whole can be moved. */
  cluster: string
  /** The data folder at the time of writing. */
  of: string
}

/** The cluster's place as an earlier start wrote it down, or undefined before the first one. */
export async function recordedCluster(dataDir: string): Promise<string | undefined> {
  const text = await readIfThere(locationFile(dataDir))
  if (text === undefined) return undefined
  const recorded: Location = JSON.parse(text)
  const cluster = resolve(dataDir, recorded.cluster)
  if (!(await exists(cluster))) {
    throw embeddedError(
      'data_gone',
      `${locationFile(dataDir)} says that the database is in ${cluster}, and it is not there. ` +
        `Put it back, or move ${dataDir} away to begin with an empty database.`,
    )
  }
  if (isAbsolute(recorded.cluster) && recorded.of !== dataDir && (await exists(locationFile(recorded.of)))) {
    throw embeddedError(
      'copied',
      `${dataDir} is a copy of ${recorded.of}, and both would use the database in ${cluster}. ` +
        `Delete ${dataDir} to begin there with an empty database.`,
    )
  }
  return cluster
}

/** Writes down where the cluster is; called when it is complete. */
export async function recordCluster(dataDir: string, cluster: string): Promise<void> {
  const draft = `${locationFile(dataDir)}.${process.pid}`
  const inside = dirname(cluster) === dataDir
  const location: Location = { cluster: inside ? basename(cluster) : cluster, of: dataDir }
  await writeFile(draft, `${JSON.stringify(location, null, 2)}\n`)
  await rename(draft, locationFile(dataDir))
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function locationFile(dataDir: string): string {
  return join(dataDir, 'location.json')
}

function usable(native: string, account: ServerAccount): Promise<boolean> {
  const files = [join(native, 'share/postgresql/postgres.bki'), join(native, 'lib/libpq.so.5')]
  if (process.platform !== 'linux') files.pop()
  return canReach(account, [join(native, 'bin/postgres'), join(native, 'bin/initdb'), join(native, 'lib')], files)
}

/** mkdir's mode is cut by the umask, so each folder made here gets its mode afterwards. */
async function makeReachableFolder(folder: string): Promise<void> {
  if (await exists(folder)) return
  await makeReachableFolder(dirname(folder))
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await chmod(folder, 0o755)
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
