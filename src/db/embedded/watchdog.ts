import { type ChildProcess, spawn } from 'node:child_process'

/**
 * Stops the server when this process is gone, however it went: the watchdog reads a pipe that only we hold open. Without
 * it a SIGKILL would leave the server running for ever. In a session of its own, so that it outlives our process group.
 * Returns the function that calls it off.
 */
export function watchOver(pid: number): () => void {
  const script = 'cat >/dev/null; kill -INT "$1"'
  const watchdog: ChildProcess = spawn('/bin/sh', ['-c', script, 'sh', String(pid)], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.on('error', () => undefined)
  watchdog.stdin?.on('error', () => undefined)
  watchdog.unref()
  return () => {
    // The shell first: `cat` ends with the pipe, and nobody is left to send the signal.
    watchdog.kill('SIGKILL')
    watchdog.stdin?.destroy()
  }
}
