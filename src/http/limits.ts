import { intakeLimits } from '../warehouse/ingest/intake-limits.ts'
import { limits as recordLimits } from '../warehouse/ingest/limits.ts'
import { lookupLimits } from '../warehouse/reference/lookups/schema.ts'

/** Limits of the HTTP door, one constant each. */
export const httpLimits = {
  /** Bytes of request line and headers together; more is 431 (414 where the URL alone is too long). */
  headerBytes: 8_192,
  /** Seconds in which the headers must have arrived. */
  headerSeconds: 15,
  /** Seconds an unused connection is kept. Longer than the 60 s of common load balancers. */
  keepAliveSeconds: 72,
  /** Seconds in which the rest of a body is read and thrown away after it was refused. */
  lingerSeconds: 10,
  connections: 2_000,
  /** Bytes of a body that is no payload (keys, workflows). */
  managementBytes: 262_144,
  /** Token bucket of each key: requests per second, and how many at once after a pause. A stream is one request. */
  requestsPerSecond: 10_000,
  requestBurst: 20_000,
} as const

/** Every limit of this server, as GET /v1/limits shows them. */
export const limits = { ...recordLimits, ...intakeLimits, ...lookupLimits, ...httpLimits }
