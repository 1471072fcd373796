import { access, chmod, constants, mkdir, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readOrMakeCredentials } from './credentials.ts'
import { embeddedError } from './embedded-error.ts'
import { checkMajor, initialise } from './initialise.ts'
import { locateBinaries } from './locate-binaries.ts'
import { clusterFolder, exists, reachableBinaries, recordCluster, recordedCluster } from './reachable-folder.ts'
import { chooseAccount } from './server-account.ts'
import { serverSettings } from './settings.ts'
import { supervise } from './supervise.ts'

export interface EmbeddedServer {
  /** Connection string of the superuser, database galena. May change when the server is restarted on another port. */
  readonly url: string
  /** Whether the server was already running when this process came. */
  readonly attached: boolean
  /** The connection string of the superuser, or of the role `galena_app`, which sees what it was granted. */
  urlFor(role: 'superuser' | 'app'): string
  /** Calls the listener with the superuser's connection string each time the server is back after it was gone. */
  onRestart(listener: (url: string) => void): void
  /**
   * Leaves the server, and stops it if this process is responsible for it and no other session of Galena is connected.
   * Close pools before: their sessions count.
   */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  log: (message: string, fields?: object) => void
  /** Settings of postgresql.conf that win over the defaults; they count only if this process starts the server. */
  settings?: Record<string, string>
}

/**
 * The PostgreSQL of a data folder: entered if it runs, else started, and made before that if there is none. It is
 * started again whenever it ends unasked, and does not outlive the processes that use it.
 *
 * Throws an AppError `embedded_…` that says what to do if it cannot be had.
 */
export async function openEmbedded({ dataDir, log, settings }: EmbeddedOptions): Promise<EmbeddedServer> {
  const folder = await makeDataDir(dataDir)
  const credentials = await readOrMakeCredentials(folder)
  const recorded = await recordedCluster(folder)
  const account = await chooseAccount(recorded)
  const native = await reachableBinaries(await locateBinaries(), account)
  const cluster = recorded ?? (await clusterFolder(folder, credentials, account))
  if (!(await exists(cluster))) {
    log('making the data folder of the embedded PostgreSQL', { cluster })
    const durable = settings?.fsync !== 'off'
    await initialise({ native, cluster, account, password: credentials.superuser, durable })
  }
  await checkMajor(cluster)
  if (!recorded) await recordCluster(folder, cluster)
  return supervise(
    {
      dataDir: folder,
      native,
      cluster,
      account,
      settings: serverSettings(cluster, settings),
      password: credentials.superuser,
      log,
    },
    credentials,
  )
}

/** The real path, so that every process names the same folder whichever way it came. */
async function makeDataDir(dataDir: string): Promise<string> {
  if (!(await exists(dataDir))) {
    await mkdir(dirname(dataDir), { recursive: true })
    await mkdir(dataDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    // As root the server's account must get through; what is secret has a mode of its own.
    await chmod(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700)
  }
  await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK).catch((cause) => {
    throw embeddedError(
      'no_access',
      `${dataDir} belongs to another account of this machine. Run Galena under that account, ` +
        'or set GALENA_DATA_DIR to a folder of your own.',
      cause,
    )
  })
  return realpath(dataDir)
}
