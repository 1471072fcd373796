import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM = 32
const CHECK = 6
const ISSUED = new RegExp(`^galena_live_[${DIGITS}]{${RANDOM + CHECK}}$`)

export const KEY_PREFIX = 'galena_live_'

/** A new key: prefix, 32 random base62 digits (190 bits), 6 digits of CRC32 over both. Shown once, stored nowhere. */
export function makeKey(prefix: string = KEY_PREFIX): string {
  const body = prefix + randomDigits(RANDOM)
  return body + checksum(body)
}

/**
 * Whether this could be a key of ours, from its form alone. A mistyped or truncated key, or a scanner's guess, is
 * refused by this without asking the database; so a checksum is all that secret scanners need, too.
 */
export function isWellFormedKey(key: string): boolean {
  return ISSUED.test(key) && checksum(key.slice(0, -CHECK)) === key.slice(-CHECK)
}

function randomDigits(count: number): string {
  let digits = ''
  while (digits.length < count) {
    for (const byte of randomBytes(count)) {
      // 248 is the greatest multiple of 62 in a byte: keeping 248 to 255 would favour the first eight digits.
      if (byte < 248 && digits.length < count) digits += DIGITS[byte % 62]
    }
  }
  return digits
}

/** CRC32 in base62: 62^6 is greater than 2^32, so six digits always do. */
function checksum(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let i = 0; i < CHECK; i++) {
    digits = DIGITS[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}
