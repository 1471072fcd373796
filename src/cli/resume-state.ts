import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../config.ts'

/** Where an interrupted command goes on, in a file of the data folder. */
export interface ResumeState<T> {
  /** What an earlier run left; undefined when there was none, or it ended. */
  read(): Promise<T | undefined>
  write(state: T): Promise<void>
  /** The work is done. */
  clear(): Promise<void>
}

/**
 * The state of one piece of work: the same command on the same database with the same `key` finds it again. Written
 * whole or not at all.
 */
export function openResumeState<T>(config: Config, command: string, key: unknown): ResumeState<T> {
  const work = JSON.stringify([command, config.databaseUrl ?? 'embedded', key])
  const name = createHash('sha256').update(work).digest('hex').slice(0, 32)
  const path = join(config.dataDir, 'state', `${command}-${name}.json`)
  let writing: Promise<void> = Promise.resolve()
  return {
    async read() {
      try {
        return JSON.parse(await readFile(path, 'utf8')) as T
      } catch (error) {
        // A state that cannot be read is none: beginning anew is always safe.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined
        throw error
      }
    },
    write(state) {
      writing = writing.then(async () => {
        // As root the database's own account must get through the data folder.
        const mode = process.getuid?.() === 0 ? 0o711 : 0o700
        await mkdir(dirname(config.dataDir), { recursive: true })
        await mkdir(config.dataDir, { mode }).catch(ignoreExisting)
        await mkdir(dirname(path), { mode: 0o700 }).catch(ignoreExisting)
        await writeFile(`${path}.new`, JSON.stringify(state), { mode: 0o600 })
        await rename(`${path}.new`, path)
      })
      return writing
    },
    async clear() {
      await writing
      await rm(path, { force: true })
    },
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
