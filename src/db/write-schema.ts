import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { dumpColumnTypes } from './dump-column-types.ts'
import { dumpSchema } from './dump-schema.ts'
import { openEmbedded } from './embedded/open-embedded.ts'
import { migrate } from './migrate.ts'

const root = join(import.meta.dirname, '../..')

/** Writes schema.sql and the row types from a database that has just been migrated: `npm run schema`, after every migration. */
async function writeSchema(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'galena-schema-'))
  const server = await openEmbedded({ dataDir, log: () => {} })
  try {
    await migrate(server.url)
    await writeFile(join(root, 'schema.sql'), await dumpSchema(server.url))
    await writeFile(join(root, 'src/db/column-types.generated.ts'), await dumpColumnTypes(server.url))
    const codegen = join(root, 'node_modules/kysely-codegen/dist/cli/bin.js')
    await promisify(execFile)(process.execPath, [codegen, '--url', server.url], { cwd: root })
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

await writeSchema()
