import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface Holder {
  process: ChildProcess
  pid: number
  url: string
  attached: boolean
  /** The next line it prints, such as the one after a restart. */
  next(): Promise<{ url: string; restarted?: boolean }>
  /** Asks it to stop and waits for its end; the exit code. */
  stop(): Promise<number | null>
}

export interface HoldOptions {
  account?: { uid: number; gid: number }
  umask?: string
}

/** Opens an embedded server in a process of its own, which can be killed without killing the test. */
export async function holdEmbedded(dataDir: string, { account, umask }: HoldOptions = {}): Promise<Holder> {
  const script = fileURLToPath(new URL('./hold-embedded.ts', import.meta.url))
  const child = spawn(process.execPath, [script, dataDir, ...(umask ? [umask] : [])], {
    ...account,
    cwd: '/',
    env: { PATH: process.env.PATH, HOME: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async () => {
    const { value } = await lines.next()
    if (value === undefined) throw new Error(`The process ended: ${complaints}`)
    return JSON.parse(value)
  }
  const { url, attached } = await next()
  return {
    process: child,
    pid: child.pid ?? 0,
    url,
    attached,
    next,
    async stop() {
      child.kill('SIGTERM')
      const [code] = await ended
      return code
    },
  }
}

/** Processes whose parent is this one. */
export function childrenOf(parent: number): number[] {
  if (process.platform !== 'linux') {
    const rows = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
    return rows
      .map((row) => row.trim().split(/\s+/).map(Number))
      .flatMap(([pid, of]) => (of === parent && pid ? [pid] : []))
  }
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => {
    try {
      // Field 4, counted from the end of the name, which may hold spaces and brackets.
      return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]) === parent
    } catch {
      return false
    }
  })
}

/** Waits until the condition holds; false when it did not within the time. */
export async function eventually(condition: () => boolean | Promise<boolean>, seconds = 10): Promise<boolean> {
  const until = Date.now() + seconds * 1000
  while (Date.now() < until) {
    if (await condition()) return true
    await sleep(25)
  }
  return false
}
