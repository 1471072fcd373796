import { openEmbedded } from '../../src/db/embedded/open-embedded.ts'

// A process for tests of the embedded server: opens the data folder named, says so on stdout, and stops at SIGTERM.
const [dataDir = '', mask] = process.argv.slice(2)
if (mask) process.umask(Number.parseInt(mask, 8))
const settings = { fsync: 'off', shared_buffers: '16MB' }
const server = await openEmbedded({ dataDir, log: (message) => console.error(message), settings })
server.onRestart((url) => console.log(JSON.stringify({ url, restarted: true })))
console.log(JSON.stringify({ url: server.url, attached: server.attached }))
const alive = setInterval(() => undefined, 1000)
process.on('SIGTERM', async () => {
  clearInterval(alive)
  await server.stop()
})
