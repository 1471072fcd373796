import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ANYTHING,
  expectKept,
  expectStored,
  type NastyServer,
  openNastyServer,
  PROFILES,
  profile,
} from '../support/nasty-server.ts'

// The other files here say that nothing goes wrong. These tests say that they would notice.

let server: NastyServer
beforeAll(async () => {
  server = await openNastyServer()
})
afterAll(() => server.close())

test('another byte in what was stored or kept is noticed', async () => {
  const accepted = await server.post(ANYTHING, '{"a":1.0}')
  await expectStored(server, accepted, { bytes: '{"a":1.0}' })
  await expect(expectStored(server, accepted, { bytes: '{"a":1.01}' })).rejects.toThrow()
  await expect(expectStored(server, accepted, { bytes: '{"a":1.0}', lossy: true })).rejects.toThrow()
  const refused = await server.post(ANYTHING, '{"a":')
  await expectKept(server, refused, { status: 400, code: 'syntax', bytes: '{"a":' })
  await expect(expectKept(server, refused, { status: 400, code: 'syntax', bytes: '{"a": ' })).rejects.toThrow()
  await expect(expectKept(server, refused, { status: 400, code: 'empty', bytes: '{"a":' })).rejects.toThrow()
})

test('a prototype that has changed is noticed', async () => {
  await server.wellAfterwards()
  // Not enumerable: otherwise half of this process would fall over it.
  Object.defineProperty(Object.prototype, 'polluted', { value: true, configurable: true })
  await expect(server.wellAfterwards()).rejects.toThrow()
  Reflect.deleteProperty(Object.prototype, 'polluted')
  await server.wellAfterwards()
})

test('a fault of the server is noticed in its answer and in its log, and ends with its cause', async () => {
  await server.db.pool.query('alter table raw.person_payloads rename to gone')
  await expect(server.post(PROFILES, JSON.stringify(profile('fault')))).rejects.toThrow()
  await server.db.pool.query('alter table raw.gone rename to person_payloads')
  await expect(server.wellAfterwards()).rejects.toThrow()
  await server.wellAfterwards()
})
