/** Lines as UTF-8, one behind the other, in memory that is used again. */
export interface LineBytes {
  append(line: string): void
  /** What was appended since it was taken last. It holds until the next line is appended. */
  take(): Uint8Array[]
}

const FIRST_BYTES = 256 * 1024

/**
 * Line by line into one buffer: as one text for a batch of 1,000 rows, with its bytes beside it, a CSV export kept 60
 * MB more that were garbage.
 */
export function lineBytes(): LineBytes {
  let bytes = Buffer.allocUnsafeSlow(FIRST_BYTES)
  let end = 0
  return {
    append(line) {
      // No character of UTF-16 takes more than three bytes.
      const most = end + line.length * 3
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(most, bytes.length * 2))
        bytes.copy(larger, 0, 0, end)
        bytes = larger
      }
      end += bytes.write(line, end)
    },
    take() {
      const taken = end === 0 ? [] : [bytes.subarray(0, end)]
      end = 0
      return taken
    },
  }
}
