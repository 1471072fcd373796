/**
 * The compact protocol of Thrift, in which Parquet keeps its metadata: as much of it as a file of flat columns needs
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
 */

/** A value with its type. A struct's fields are in the order of their numbers. */
export type Thrift =
  | { type: typeof I32 | typeof I64; value: number }
  | { type: typeof BINARY; value: string | Uint8Array }
  | { type: typeof BOOLEAN; value: boolean }
  | { type: typeof LIST; of: number; value: readonly Thrift[] }
  | { type: typeof STRUCT; value: readonly (readonly [field: number, value: Thrift | undefined])[] }

const BOOLEAN = 1
const FALSE = 2
const I32 = 5
const I64 = 6
const BINARY = 8
const LIST = 9
const STRUCT = 12

export const i32 = (value: number): Thrift => ({ type: I32, value })
/** Exact to 2^53, which no size or count of a file reaches. */
export const i64 = (value: number): Thrift => ({ type: I64, value })
export const binary = (value: string | Uint8Array): Thrift => ({ type: BINARY, value })
export const boolean = (value: boolean): Thrift => ({ type: BOOLEAN, value })
export const struct = (...value: [field: number, value: Thrift | undefined][]): Thrift => ({ type: STRUCT, value })
export const structs = (value: Thrift[]): Thrift => ({ type: LIST, of: STRUCT, value })
export const numbers = (value: number[]): Thrift => ({ type: LIST, of: I32, value: value.map(i32) })
export const texts = (value: string[]): Thrift => ({ type: LIST, of: BINARY, value: value.map(binary) })

/** The bytes of a value. */
export function thriftBytes(value: Thrift): Buffer {
  const bytes: number[] = []
  write(bytes, value)
  return Buffer.from(bytes)
}

function write(bytes: number[], thrift: Thrift): void {
  switch (thrift.type) {
    case I32:
    case I64:
      writeVarint(bytes, zigzag(thrift.value))
      return
    case BINARY: {
      const data = typeof thrift.value === 'string' ? Buffer.from(thrift.value) : thrift.value
      writeVarint(bytes, data.length)
      for (const byte of data) bytes.push(byte)
      return
    }
    case LIST: {
      const { of, value } = thrift
      if (value.length < 15) bytes.push((value.length << 4) | of)
      else {
        bytes.push(0xf0 | of)
        writeVarint(bytes, value.length)
      }
      for (const entry of value) write(bytes, entry)
      return
    }
    case STRUCT:
      writeStruct(bytes, thrift.value)
  }
}

function writeStruct(bytes: number[], fields: readonly (readonly [number, Thrift | undefined])[]): void {
  let last = 0
  for (const [field, value] of fields) {
    if (value === undefined) continue
    // A boolean field's value stands in its type. No struct of Parquet leaves out 15 numbers in a row.
    const type = value.type === BOOLEAN && !value.value ? FALSE : value.type
    bytes.push(((field - last) << 4) | type)
    if (value.type !== BOOLEAN) write(bytes, value)
    last = field
  }
  bytes.push(0)
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

/** Seven bits a byte, the lowest first. Not by shifting: that would cut a number to 32 bits. */
export function writeVarint(bytes: number[], value: number): void {
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  bytes.push(rest)
}
