import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeKey } from './key-format.ts'

/**
 * The key that may do everything: the configured one, else the one in `<dataDir>/operator-key` (mode 600), which is
 * made at the first start. `created` is true once in the life of a data folder: print the key then, and never again.
 */
export async function operatorKey(
  dataDir: string,
  configured: string | undefined,
): Promise<{ key: string; created: boolean }> {
  if (configured !== undefined) return { key: configured, created: false }
  const path = join(dataDir, 'operator-key')
  const stored = await read(path)
  if (stored !== undefined) return { key: stored, created: false }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const key = makeKey('galena_operator_')
  // Written whole under another name and then linked: of two first starts at once one wins, and none reads half a key.
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, `${key}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, path)
    return { key, created: true }
  } catch (error) {
    const winner = await read(path)
    if (winner === undefined) throw error
    return { key: winner, created: false }
  } finally {
    await unlink(draft)
  }
}

async function read(path: string): Promise<string | undefined> {
  let text: string
  try {
    text = (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (text.length < 24) {
    throw new Error(
      `${path} holds no key of at least 24 characters: delete it, and a new one is made at the next start`,
    )
  }
  return text
}
