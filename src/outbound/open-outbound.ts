import { setTimeout as sleep } from 'node:timers/promises'
import { refused } from '../errors.ts'
import { readTarget, TargetRefused } from './check-target.ts'
import { type PostAnswer, type PostOptions, postJson } from './post-json.ts'
import { type Resolve, resolveTarget, systemResolve } from './resolve-host.ts'

/** The one way out: every call this program makes to an address that somebody gave it. */
export interface Outbound {
  /**
   * Before a URL is kept: throws 422 `outbound_refused` for one that no call would be made to. A name that has no address
   * at the moment passes: each call checks again.
   */
  check(url: string): Promise<void>
  /** One POST. Never throws for what the other side does: the answer says how it went. */
  postJson(url: string, body: string, options?: PostOptions): Promise<PostAnswer>
}

export interface OutboundOptions {
  /** host:port that may be called wherever they are. */
  allow: readonly string[]
  /** For tests. */
  resolve?: Resolve
}

/** A caller waits for this no longer: each call checks again. */
const CHECK_MS = 5_000

export function openOutbound({ allow, resolve = systemResolve }: OutboundOptions): Outbound {
  const allowed = new Set(allow)
  return {
    async check(url) {
      try {
        const target = readTarget(url, allowed)
        await Promise.race([resolveTarget(target, resolve), sleep(CHECK_MS, undefined, { ref: false })])
      } catch (error) {
        if (error instanceof TargetRefused) throw refused('outbound_refused', error.message)
      }
    },
    async postJson(url, body, options) {
      try {
        return await postJson(readTarget(url, allowed), resolve, body, options)
      } catch (error) {
        if (error instanceof TargetRefused) return { kind: 'refused', message: error.message }
        return { kind: 'unreachable', message: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}
