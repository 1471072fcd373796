import type { Reporter, TestModule } from 'vitest/node'

/** Prints how many tests passed and failed as the very last line, alone on it, for programs that read only that. */
export default class LastLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 }
    for (const module of modules) {
      let failedTests = 0
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'pending') continue
        counts[state]++
        if (state === 'failed') failedTests++
      }
      // A file that cannot be loaded, or a hook that fails, has failed without a failed test.
      if (module.state() === 'failed' && failedTests === 0) counts.failed++
    }
    process.once('exit', (code) => {
      // A run that failed before its first test, for want of a database, must not read as nothing failed.
      const failed = counts.failed || (code === 0 ? 0 : 1)
      const skipped = counts.skipped ? `, ${counts.skipped} skipped` : ''
      process.stdout.write(`${counts.passed} passed, ${failed} failed${skipped}\n`)
    })
  }
}
