/** Limits of taking payloads in over HTTP, beside those of one record. */
export const intakeLimits = {
  /** Seconds in which a whole body must have arrived, streams excepted; else 408. */
  bodySeconds: 30,
  /** Bytes of bodies that are held at once, for all callers; more is 503. */
  heldBytes: 268_435_456,
  /** Seconds a stream may stand still while the server waits for its next bytes. */
  streamIdleSeconds: 60,
  /** Seconds a client may leave the answers of its stream unread after it has sent everything. */
  answerIdleSeconds: 300,
  /**
   * Lines of a stream that are on their way at once: four batches of 200 being written and the next one. More only takes
   * memory: over a stream of 1 GB the process grows by 126 MB.
   */
  streamWindow: 1_000,
  /** And their bytes: a thousand lines of 1 MiB must not be held. */
  streamWindowBytes: 16_777_216,
  /** Payloads in the queue above which streams wait, so that single requests still find room. */
  streamYieldsAt: 5_000,
  /** Seconds a line waits for an overloaded server or an absent database before it is answered 503. */
  lineRetrySeconds: 60,
  idempotencyKeyLength: 255,
  idempotencyHours: 72,
  quarantineDays: 30,
  quarantineRows: 10_000,
  quarantineBytes: 1_073_741_824,
} as const
