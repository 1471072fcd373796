import { limits as recordLimits } from '../warehouse/ingest/limits.ts'

/** Every limit of the HTTP door: one constant each, shown at GET /v1/limits beside those of a record. */
export const httpLimits = {
  /** Bytes of request line and headers together; more is 431 (414 where the URL alone is too long). */
  headerBytes: 8_192,
  /** Seconds in which the headers must have arrived. */
  headerSeconds: 15,
  /** Seconds in which a whole body must have arrived, streams excepted; else 408. */
  bodySeconds: 30,
  /** Seconds a stream may stand still while the server waits for its next bytes. */
  streamIdleSeconds: 60,
  /** Seconds a client may leave the answers of its stream unread after it has sent everything. */
  answerIdleSeconds: 300,
  /** Seconds an unused connection is kept. Longer than the 60 s of common load balancers. */
  keepAliveSeconds: 72,
  connections: 2_000,
  /** Bytes of a body that is no payload (keys, workflows). */
  managementBytes: 262_144,
  /** Token bucket of each key: requests per second, and how many at once after a pause. A stream is one request. */
  requestsPerSecond: 10_000,
  requestBurst: 20_000,
  /** Lines of a stream that are on their way at once. */
  streamWindow: 400,
  idempotencyKeyLength: 255,
  idempotencyHours: 72,
  quarantineDays: 30,
  quarantineRows: 10_000,
  quarantineBytes: 1_073_741_824,
} as const

export const limits = { ...recordLimits, ...httpLimits }
