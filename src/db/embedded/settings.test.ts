import { expect, test } from 'vitest'
import { maxWalSize, serverSettings, sharedBuffers } from './settings.ts'

const GIB = 1024 ** 3

test.each([
  [0.5 * GIB, '128MB'],
  [1.5 * GIB, '256MB'],
  [6 * GIB, '1024MB'],
  [18 * GIB, '3072MB'],
  [512 * GIB, '4096MB'],
])('of %d bytes of memory the server keeps pages in %s', (memory, expected) => {
  expect(sharedBuffers(memory)).toBe(expected)
})

test.each([
  [2 * GIB, '1024MB'],
  [32 * GIB, '4096MB'],
  [900 * GIB, '8192MB'],
])('with %d bytes of free disk there may be %s of WAL', (free, expected) => {
  expect(maxWalSize(free)).toBe(expected)
})

test('what is given wins, but the server stays on this machine', () => {
  const settings = serverSettings('/', { shared_buffers: '16MB', listen_addresses: '*' })
  expect(settings).toMatchObject({ shared_buffers: '16MB', listen_addresses: '127.0.0.1' })
})
