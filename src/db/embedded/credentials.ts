import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface Credentials {
  /** Tells this database from an earlier one of the same folder. */
  instance: string
  superuser: string
  app: string
}

/**
 * Passwords of the embedded server, made once, in a file only its owner may read. Of two processes that make them at
 * the same moment both get those of the first: the file appears by a link, whole and never twice.
 */
export async function readOrMakeCredentials(dataDir: string): Promise<Credentials> {
  const path = join(dataDir, 'credentials.json')
  const existing = await readIfThere(path)
  if (existing !== undefined) return JSON.parse(existing)
  const made: Credentials = {
    instance: randomBytes(6).toString('hex'),
    superuser: randomBytes(24).toString('base64url'),
    app: randomBytes(24).toString('base64url'),
  }
  const draft = `${path}.${process.pid}.${made.instance}`
  const file = await open(draft, 'wx', 0o600)
  await file.writeFile(`${JSON.stringify(made, null, 2)}\n`)
  await file.sync()
  await file.close()
  try {
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  return JSON.parse(await readFile(path, 'utf8'))
}

/** The text of a file, or undefined if there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
