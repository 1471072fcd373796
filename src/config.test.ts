import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const root = resolve(import.meta.dirname, '..')

test('an empty environment gives the defaults, with the data in the project and not in the current folder', () => {
  expect(readConfig({})).toEqual({
    databaseUrl: undefined,
    databaseDirectUrl: undefined,
    dataDir: resolve(root, '.galena'),
    apiKey: undefined,
    host: '127.0.0.1',
    port: 8080,
    outboundAllow: [],
    logLevel: 'info',
  })
})

test('everything invalid is reported at once and no secret is repeated', () => {
  const env = {
    DATABASE_URL: 'mysql://root:hunter2@host/db',
    GALENA_API_KEY: 'too short hunter2',
    PORT: '70000',
    LOG_LEVEL: 'loud',
    HOST: 'a b',
  }
  let caught: unknown
  try {
    readConfig(env)
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(ConfigError)
  const { problems, message } = caught as ConfigError
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'DATABASE_URL',
    'GALENA_API_KEY',
    'PORT',
    'HOST',
    'LOG_LEVEL',
  ])
  expect(message).not.toContain('hunter2')
})

test.each(['-1', '1.5', '0x50', 'http', '65536'])('PORT %s is refused', (PORT) => {
  expect(() => readConfig({ PORT })).toThrow('PORT must be a whole number')
})

test('empty variables count as absent, set ones are used', () => {
  const config = readConfig({ PORT: '', HOST: '0.0.0.0', LOG_LEVEL: 'warn', GALENA_DATA_DIR: '/var/lib/galena' })
  expect(config).toMatchObject({ port: 8080, host: '0.0.0.0', logLevel: 'warn', dataDir: '/var/lib/galena' })
  expect(Object.isFrozen(config)).toBe(true)
})

test('a direct URL alone is a mistake', () => {
  expect(() => readConfig({ DATABASE_DIRECT_URL: 'postgres://a@b/c' })).toThrow('needs DATABASE_URL')
})

test('receivers that may be called though they are local are named with their port, in any notation', () => {
  const env = { GALENA_OUTBOUND_ALLOW: ' Localhost:9000, 127.1:8080 ,[::1]:80' }
  expect(readConfig(env).outboundAllow).toEqual(['localhost:9000', '127.0.0.1:8080', '[::1]:80'])
  for (const wrong of ['localhost', 'http://localhost:1', 'a:1,,b:2', '*:80', 'a:99999', '10.0.0.0/8:80']) {
    expect(() => readConfig({ GALENA_OUTBOUND_ALLOW: wrong }), wrong).toThrow('GALENA_OUTBOUND_ALLOW must be a list')
  }
})
