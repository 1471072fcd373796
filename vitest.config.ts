import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env.GALENA_SLOW === '1' ? [] : ['**/*.slow.test.ts'])],
    globalSetup: './test/support/global-setup.ts',
    reporters: ['default', './test/support/reporter.ts'],
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
