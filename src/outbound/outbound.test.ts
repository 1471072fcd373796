import type { LookupAddress } from 'node:dns'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReceiver, type Receiver } from '../../test/support/receiver.ts'
import { isPublicAddress } from './classify-address.ts'
import { openOutbound } from './open-outbound.ts'
import { postJson } from './post-json.ts'

/** Listens where no call may arrive, and counts connections. */
let canary: Server
let port: number
let connections = 0
let bytes = 0
let receiver: Receiver

beforeAll(async () => {
  canary = createServer((socket) => {
    connections++
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      bytes += chunk.length
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok')
    })
  })
  // All addresses of this machine, both families.
  await new Promise<void>((done) => canary.listen(0, done))
  port = (canary.address() as AddressInfo).port
  receiver = await openReceiver()
})
afterAll(async () => {
  await new Promise((done) => canary.close(done))
  await receiver.close()
})

/** First and last address of every range that is not for the public, and what lies around the well-known doors. */
const ranges = `
  0.0.0.0 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255
  127.0.0.0 127.0.0.1 127.255.255.255 169.254.0.0 169.254.169.254 169.254.170.2 169.254.255.255
  172.16.0.0 172.17.0.1 172.31.255.255 192.0.0.0 192.0.0.192 192.0.0.255 192.0.2.0 192.0.2.255 192.88.99.0 192.88.99.255
  192.168.0.0 192.168.1.1 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255
  203.0.113.0 203.0.113.255 224.0.0.0 224.0.0.1 239.255.255.255 240.0.0.0 255.255.255.254 255.255.255.255 168.63.129.16
`
const ranges6 = `
  :: ::1 ::2 ::ffff:0:0 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8 ::127.0.0.1
  ::ffff:0:127.0.0.1 64:ff9b:: 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1:: 64:ff9b:1:ffff:ffff:ffff:7f00:1
  100:: 100::ffff:ffff:ffff:ffff 2001:: 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2:: 2001:10:: 2001:20:: 2001:db8::
  2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2002:: 2002:7f00:1:: 2002:a00:1:: 2002:a9fe:a9fe:: 2002:ffff:ffff::
  3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 5f00:: 4000:: 8000:: e000::
  fc00:: fd00::1 fd00:ec2::254 fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe80:: fe80::1 febf::1 fec0:: feff::1 ff00:: ff02::1
  ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
`
const words = (text: string) => text.trim().split(/\s+/)

/** Other ways to write this machine, other schemes, other ports, and what parsers disagree about. */
function notations(): string[] {
  const to = (host: string) => [`http://${host}:${port}/`, `https://${host}:8443/`]
  const hosts = words(`
    2130706433 017700000001 0x7f000001 0x7f.0.0.1 0177.0.0.1 0177.0.0.01 127.1 127.0.1 127.0.0.1. 127.000.000.001 0 0.0
    ①②⑦.⓪.⓪.① １２７.0.0.1 127。0。0。1 %31%32%37.0.0.1 localhost LOCALHOST localhost. localhost.. a.localhost a.localhost. ⓛocalhost
    metadata.google.internal metadata.google.internal. printer.local router.lan intranet.internal host.home.arpa ip6.localdomain
    [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0000::0001] [::127.0.0.1]
  `)
  return [
    ...hosts.flatMap(to),
    ...['gopher', 'file', 'ftp', 'data', 'javascript', 'ws', 'ldap', 'dict', 'jar', 'blob'].map(
      (scheme) => `${scheme}://127.0.0.1:${port}/`,
    ),
    ...[22, 25, 53, 5432, 6379, 11_211, 2375, 9200, 27_017, 81].map((other) => `http://public.example:${other}/`),
    `http://user@public.example/`,
    `http://user:secret@public.example/`,
    `http://public.example@127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}\\@public.example/`,
    `http:\\\\127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}#@public.example/`,
    `http://127.0.\t0.1:${port}/`,
    `http://127.0.0.1\n:${port}/`,
    ` http://127.0.0.1:${port}/`,
    `http:127.0.0.1:${port}/`,
    `http:///127.0.0.1:${port}/`,
    `//127.0.0.1:${port}/`,
    `127.0.0.1:${port}`,
    `http://[fe80::1%25lo]:${port}/`,
    `http://[::1%lo]:${port}/`,
    'http://',
    'http://:80/',
    'http://./',
    '',
    `http://public.example/${'a'.repeat(3_000)}`,
  ]
}

/** Names and the addresses that a resolver under somebody else's control gives them, one answer after the other. */
const names: Record<string, string[][]> = {
  'private.example': [['10.0.0.5']],
  'loopback.example': [['127.0.0.1']],
  '127.0.0.1.nip.io': [['127.0.0.1']],
  'mixed.example': [['8.8.8.8', '127.0.0.1']],
  'mixed-last.example': [['8.8.8.8', '1.1.1.1', '::1']],
  'mapped.example': [['::ffff:127.0.0.1']],
  'nat64.example': [['64:ff9b::7f00:1']],
  'any.example': [['0.0.0.0']],
  'metadata.example': [['169.254.169.254']],
  'nonsense.example': [['not an address']],
  'empty.example': [[]],
}

function resolving(table: Record<string, string[][]>): (host: string) => Promise<LookupAddress[]> {
  const asked = new Map<string, number>()
  return async (host) => {
    const answers = table[host]
    if (answers === undefined) throw new Error(`getaddrinfo ENOTFOUND ${host}`)
    const turn = asked.get(host) ?? 0
    asked.set(host, turn + 1)
    const addresses = answers[Math.min(turn, answers.length - 1)] ?? []
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
}

test('no hostile target is called: at least 120 of them, and the listener saw nobody', async () => {
  const outbound = openOutbound({ allow: [], resolve: resolving(names) })
  const targets = [
    ...words(ranges).flatMap((address) => [`http://${address}:80/`, `https://${address}/`]),
    ...words(ranges6).flatMap((address) => [`http://[${address}]/`, `https://[${address}]:8443/`]),
    ...words(ranges).map((address) => `http://[::ffff:${address}]/`),
    ...notations(),
    ...Object.keys(names).map((name) => `http://${name}/`),
  ]
  expect(new Set(targets).size).toBeGreaterThan(240)
  const called: string[] = []
  const kept: string[] = []
  for (const target of targets) {
    const answer = await outbound.postJson(target, '{}', { deadlineMs: 2_000 })
    const nowhere = /nonsense|empty/.test(target)
    if (answer.kind !== 'refused' && !(nowhere && answer.kind === 'unreachable'))
      called.push(`${target} ${answer.kind}`)
    const refused = await outbound.check(target).then(
      () => false,
      (error: { code?: string }) => error.code === 'outbound_refused',
    )
    if (!refused && !nowhere) kept.push(target)
  }
  expect(called).toEqual([])
  expect(kept).toEqual([])
  expect(connections).toBe(0)
})

test('control: the same listener is reached where the operator allows it, by address and by name', async () => {
  const before = connections
  const outbound = openOutbound({ allow: [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`] })
  for (const host of ['127.0.0.1', '0x7f.1', 'localhost', 'LOCALHOST', '①②⑦.⓪.⓪.①']) {
    expect(await outbound.postJson(`http://${host}:${port}/`, '{}'), host).toMatchObject({
      kind: 'answered',
      status: 200,
    })
  }
  expect(connections - before).toBe(5)
  // Allowed is host and port, and nothing beside it.
  expect(await outbound.postJson(`http://127.0.0.2:${port}/`, '{}')).toMatchObject({ kind: 'refused' })
  expect(await outbound.postJson(`http://127.0.0.1:${port + 1}/`, '{}')).toMatchObject({ kind: 'refused' })
  expect(connections - before).toBe(5)
})

test('a name that changes its address is called where it was checked: nobody asks a second time', async () => {
  const before = connections
  // Public by its range, and given to nobody: a call there leaves no machine.
  const table = { 'rebinding.example': [['2000::1'], ['127.0.0.1']] }
  let asked = 0
  const resolve = resolving(table)
  const outbound = openOutbound({
    allow: [],
    resolve: (host) => {
      asked++
      return resolve(host)
    },
  })
  const first = await outbound.postJson('http://rebinding.example/', '{}', { deadlineMs: 300 })
  expect(first).toMatchObject({ kind: 'unreachable' })
  expect(asked).toBe(1)
  expect(await outbound.postJson('http://rebinding.example/', '{}')).toMatchObject({ kind: 'refused' })
  expect(connections).toBe(before)
})

test('a connection that ends up elsewhere all the same is cut before a byte is sent', async () => {
  const before = bytes
  const url = new URL(`http://127.0.0.1:${port}/`)
  const resolve = async () => [{ address: '8.8.8.8', family: 4 }]
  const target = { url, host: 'public.example', port, allowed: false }
  await expect(postJson(target, resolve, '{"secret":1}')).rejects.toThrow('not on the public internet')
  await new Promise((done) => setTimeout(done, 50))
  expect(bytes).toBe(before)
  await postJson({ ...target, allowed: true }, resolve, '{"secret":1}')
  expect(bytes).toBeGreaterThan(before)
})

test('redirects are not followed, whatever their status', async () => {
  const before = connections
  const outbound = openOutbound({ allow: [receiver.host] })
  for (const status of [300, 301, 302, 303, 307, 308]) {
    receiver.answer = () => ({ status, headers: { location: `http://127.0.0.1:${port}/` } })
    expect(await outbound.postJson(receiver.url, '{}')).toMatchObject({ kind: 'answered', status })
  }
  expect(connections).toBe(before)
})

test('an answer has a deadline and a size, and every call a connection of its own', async () => {
  const outbound = openOutbound({ allow: [receiver.host] })
  receiver.answer = () => 'silence'
  const begun = performance.now()
  expect(await outbound.postJson(receiver.url, '{}', { deadlineMs: 200 })).toEqual({
    kind: 'unreachable',
    message: 'No answer within 0.2 s',
  })
  expect(performance.now() - begun).toBeLessThan(2_000)
  receiver.answer = () => 'reset'
  expect(await outbound.postJson(receiver.url, '{}')).toMatchObject({ kind: 'unreachable' })
  receiver.answer = () => ({ status: 200, body: 'x'.repeat(5_000_000) })
  const large = await outbound.postJson(receiver.url, '{}')
  expect(large.kind === 'answered' && large.body.length).toBe(65_536)
  receiver.answer = () => ({ status: 429, headers: { 'retry-after': new Date(Date.now() + 30_000).toUTCString() } })
  const before = receiver.connections
  const asked = await outbound.postJson(receiver.url, '{}')
  expect(asked.kind === 'answered' && asked.retryAfter).toBeGreaterThan(25)
  await outbound.postJson(receiver.url, '{}')
  expect(receiver.connections - before).toBe(2)
})

test('a resolver that never answers has the same deadline', async () => {
  const outbound = openOutbound({ allow: [], resolve: () => new Promise(() => {}) })
  expect(await outbound.postJson('http://slow.example/', '{}', { deadlineMs: 100 })).toMatchObject({
    kind: 'unreachable',
  })
})

test('public addresses are public, and their neighbours are not', () => {
  const open = words(`
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0
    172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
    2606:4700:4700::1111 2001:4860:4860::8888 2a00:1450::1
  `)
  expect(open.filter((address) => !isPublicAddress(address))).toEqual([])
  const closed = [...words(ranges), ...words(ranges6), '', 'localhost', '1.1.1.1%eth0', '2606:4700::1%eth0', '1.1.1']
  // The last one is a short form, which a URL never carries as such.
  expect(closed.slice(0, -1).filter(isPublicAddress)).toEqual([])
})
