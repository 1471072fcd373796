import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readIfThere } from './credentials.ts'
import { embeddedError } from './embedded-error.ts'
import { serverMajor } from './locate-binaries.ts'
import { isAlive } from './postmaster.ts'
import { runAs, type ServerAccount } from './server-account.ts'

export interface NewCluster {
  native: string
  cluster: string
  account: ServerAccount
  password: string
  /** False only where the files may be lost, as in tests. */
  durable: boolean
}

/**
 * Makes the cluster beside its place and renames it there when it is complete, so that a kill leaves none or a whole
 * one, and of two processes at the same moment the later takes the earlier's.
 */
export async function initialise({ native, cluster, account, password, durable }: NewCluster): Promise<void> {
  await removeAbandonedDrafts(cluster)
  const draft = `${cluster}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  const passwordFile = `${draft}.pw`
  try {
    await mkdir(draft)
    await writeFile(passwordFile, password, { mode: 0o600 })
    await chmod(draft, 0o700)
    if (account) {
      await chown(draft, account.uid, account.gid)
      await chown(passwordFile, account.uid, account.gid)
    }
    const { code, output } = await runAs(account, join(native, 'bin/initdb'), [
      `--pgdata=${draft}`,
      '--username=galena',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      ...(durable ? [] : ['--no-sync']),
    ])
    if (code !== 0) throw embeddedError('initdb', `The embedded PostgreSQL could not make its data folder: ${output}`)
    await rename(draft, cluster)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
  } finally {
    await rm(passwordFile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}

/** Refuses a cluster of another major version: the package brings neither pg_dump nor pg_upgrade. */
export async function checkMajor(cluster: string): Promise<void> {
  const major = (await readIfThere(join(cluster, 'PG_VERSION')))?.trim()
  if (major === String(serverMajor)) return
  throw embeddedError(
    'major',
    `${cluster} was made by PostgreSQL ${major ?? '(no PG_VERSION file)'}, and this Galena brings PostgreSQL ${serverMajor}, ` +
      `which cannot read it. Nothing was changed. To keep the data, dump it with a PostgreSQL ${major ?? ''} of your own ` +
      '(or serve it there and set DATABASE_URL); to begin empty, move the folder away.',
  )
}

async function removeAbandonedDrafts(cluster: string): Promise<void> {
  const prefix = `${basename(cluster)}.new-`
  for (const name of await readdir(dirname(cluster))) {
    if (!name.startsWith(prefix)) continue
    if (isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue
    await rm(join(dirname(cluster), name), { recursive: true, force: true })
  }
}
