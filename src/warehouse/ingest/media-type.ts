import { AppError } from '../../errors.ts'

export type BodyKind = 'json' | 'lines'

const TYPE = /^\s*([\w!#$&^.+-]+)\/([\w!#$&^.+-]+)\s*(;.*)?$/s
const LINES = new Set(['x-ndjson', 'ndjson', 'jsonl', 'jsonlines', 'x-jsonlines'])

/**
 * What a Content-Type says the body is: `application/json` (or `…+json`), or lines (`application/x-ndjson`,
 * `application/jsonl`). Throws 415 for anything else, nothing at all, and for a charset other than UTF-8.
 */
export function bodyKind(contentType: string | undefined): BodyKind {
  const [, type = '', subtype = '', parameters = ''] = TYPE.exec(contentType ?? '') ?? []
  const name = subtype.toLowerCase()
  const kind = name === 'json' || name.endsWith('+json') ? 'json' : LINES.has(name) ? 'lines' : undefined
  if (type.toLowerCase() !== 'application' || kind === undefined) {
    const sent = contentType === undefined ? 'nothing' : 'something else'
    throw unsupported(`Content-Type must be application/json, or application/x-ndjson for a stream; it said ${sent}`)
  }
  const charsets = parameters
    .split(';')
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i.exec(parameter)?.[1])
    .filter((charset) => charset !== undefined)
  if (charsets.length > 1 || charsets.some((charset) => !/^utf-?8$/i.test(charset))) {
    throw unsupported('The body must be UTF-8: leave charset out, or say charset=utf-8')
  }
  return kind
}

/** Whether a Content-Type speaks of lines, whatever else is wrong with it. */
export function saysLines(contentType: string | undefined): boolean {
  const [, type = '', subtype = ''] = TYPE.exec(contentType ?? '') ?? []
  return type.toLowerCase() === 'application' && LINES.has(subtype.toLowerCase())
}

function unsupported(message: string): AppError {
  return new AppError(415, 'unsupported_media_type', message)
}
