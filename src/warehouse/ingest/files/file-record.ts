import type { AppError } from '../../../errors.ts'

/** One record of a file: a line of NDJSON, an element of a JSON array, a row of CSV. */
export interface FileRecord {
  /** Where it begins, counted from 1. */
  line: number
  /** JSON text of the record; empty when it is refused already. */
  bytes: Uint8Array
  /** Why it cannot be sent, such as a line that is too long. */
  error?: AppError
}
