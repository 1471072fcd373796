/** What one body may be. They hold per record: a stream of records has no limit, and no end that it must reach. */
export const limits = {
  /** Bytes of one record (a body, a line, an element of an array), inflated. 1 MiB. */
  recordBytes: 1_048_576,
  /** Bytes of a body whose top level is an array, inflated. 10 MiB. */
  arrayBytes: 10_485_760,
  arrayRecords: 2_000,
  /** Arrays and objects inside each other. JSON.stringify overflows the stack at 5,000. */
  depth: 64,
  /** Arrays and objects of a record. 500,000 of them, empty and nested, block the process for 90 ms. */
  containers: 100_000,
  /** Members of all the objects of a record. 1,000,000 of them block the process for a second. */
  keys: 10_000,
  /** Bytes of one member name, as it was sent. */
  keyBytes: 1_024,
  /** Characters of one number. */
  numberLength: 64,
  /** Powers of ten: `1e131071` has 8 bytes, and PostgreSQL prints 131,072 digits for it. */
  exponent: 308,
  /** Warnings that are listed; further ones are counted. */
  warnings: 20,
  /** Characters of a JSON pointer in a warning or an error. */
  pointerLength: 256,
  /** Inflated bytes per compressed byte, over the last `ratioWindow` inflated bytes. */
  inflateRatio: 200,
  ratioWindow: 67_108_864,
} as const
