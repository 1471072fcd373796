import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { HttpServer } from './http-server.ts'
import { openCallers, singleRequests } from './send-singles.ts'

/** Where requests go, and what they show. */
export type Address = Pick<HttpServer, 'port' | 'authorization'>

/** As many as the bars are for. */
export const callers = 8

export function searchRequests(address: Address, bodies: readonly object[], path = '/v1/leads/search'): Buffer[] {
  return singleRequests(
    address,
    bodies.map((body) => Buffer.from(JSON.stringify(body))),
    path,
  )
}

/** One answer as JSON, for what is asked once. */
export async function ask<T>({ port, authorization }: Address, path: string, body?: object): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (response.status >= 300) throw new Error(`${path} ${JSON.stringify(body)}: ${await response.text()}`)
  return (await response.json()) as T
}

export function percentile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN
}

/** The same order in every run, and no two alike beside each other for long. */
export function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value, i) => ({ value, key: Math.imul(i + 1, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value)
}

export async function withCallers<T>(
  address: Address,
  count: number,
  work: (sockets: Socket[]) => Promise<T>,
): Promise<T> {
  const sockets = await openCallers(address, count)
  try {
    return await work(sockets)
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

/** Starts the reference's handler in a process of its own. */
export async function startViewServer(url: string): Promise<Address & { stop(): Promise<void> }> {
  const child = fork(fileURLToPath(new URL('./ask-view-server.ts', import.meta.url)), [url])
  const ended = once(child, 'exit')
  const [message] = await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`The reference ended with code ${code}`))),
  ])
  return {
    port: (message as { port: number }).port,
    authorization: 'none',
    async stop() {
      child.disconnect()
      await ended
    },
  }
}
