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
    const line = `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`
    process.once('exit', () => process.stdout.write(`${line}\n`))
  }
}
