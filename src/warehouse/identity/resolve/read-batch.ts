import { BodyError } from '../../ingest/body-error.ts'
import { breachOf } from '../../ingest/explain-json.ts'

/** Bytes of a body: 1,000 requests with 4 kB each. */
export const batchBytes = 4_194_304
const depthAtMost = 64
const containersAtMost = 20_000
const keysAtMost = 60_000
const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * The JSON value of a body that holds many requests, which has more members than one payload may. Throws BodyError 400
 * `empty`, `encoding`, `syntax`, `depth`, `containers`, `keys`.
 */
export function readBatch(bytes: Uint8Array): unknown {
  holdLimits(bytes)
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw new BodyError(400, 'encoding', 'The body is not valid UTF-8')
  }
  try {
    return JSON.parse(text)
  } catch {
    if (text.trim() === '') throw new BodyError(400, 'empty', 'The body is empty')
    const breach = breachOf(text)
    const where = breach === undefined ? '' : ` at character ${breach.position}: ${breach.message}`
    throw new BodyError(400, 'syntax', `The body is not valid JSON${where}`, { pointer: breach?.pointer })
  }
}

/** Before anything is parsed: values that lie too deep would overflow the stack when they are written again. */
function holdLimits(bytes: Uint8Array): void {
  let depth = 0
  let containers = 0
  let keys = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === 0x22) {
      for (at++; at < bytes.length && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > depthAtMost) throw new BodyError(400, 'depth', `Arrays and objects may lie ${depthAtMost} deep`)
      if (++containers > containersAtMost) {
        throw new BodyError(400, 'containers', `A body may have at most ${containersAtMost} arrays and objects`)
      }
    } else if (byte === 0x7d || byte === 0x5d) depth--
    else if (byte === 0x3a && ++keys > keysAtMost) {
      throw new BodyError(400, 'keys', `A body may have at most ${keysAtMost} keys`)
    }
  }
}
