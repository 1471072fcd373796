import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { generatePerson } from '../../../demo/generate-people.ts'
import { createTestDatabase } from '../../../test/support/database.ts'

const BYTES = 200_000_000

test.skipIf(process.platform !== 'linux')(
  'a file of 200 MB passes through less than 300 MB of memory',
  { timeout: 300_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'galena-cli-'))
    const database = await createTestDatabase()
    try {
      const file = join(folder, 'people.ndjson')
      const people = await writePeople(file)
      const galena = fileURLToPath(new URL('../../../bin/galena.js', import.meta.url))
      const child = spawn(process.execPath, [galena, 'ingest', 'clay-person-profile', file, '--json'], {
        env: { PATH: process.env.PATH, DATABASE_URL: database.url, GALENA_DATA_DIR: join(folder, 'data') },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      let out = ''
      child.stdout.on('data', (chunk) => {
        out += chunk
      })
      let most = 0
      const watch = setInterval(async () => {
        // What bin/galena.js hands over to.
        const pid = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').catch(() => '')
        const status = await readFile(`/proc/${pid.trim()}/status`, 'utf8').catch(() => '')
        most = Math.max(most, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0))
      }, 200)
      const [code] = await once(child, 'close')
      clearInterval(watch)
      expect(code).toBe(0)
      expect(JSON.parse(out).files[0].accepted).toBe(people)
      expect(most / 1024).toBeGreaterThan(50)
      expect(most / 1024).toBeLessThan(300)
      console.log(Math.round(most / 1024), 'MB')
    } finally {
      await database.drop()
      await rm(folder, { recursive: true })
    }
  },
)

async function writePeople(path: string): Promise<number> {
  const file = createWriteStream(path)
  let people = 0
  for (let bytes = 0; bytes < BYTES; ) {
    const line = `${JSON.stringify(generatePerson(people++))}\n`
    bytes += Buffer.byteLength(line)
    if (!file.write(line)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
  return people
}
