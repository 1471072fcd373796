import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../errors.ts'

/**
 * The key of a request: `Authorization: Bearer`, `x-api-key`, or the password of HTTP Basic, for senders that know
 * nothing else. Throws 401 `key_missing`, 400 `key_ambiguous` when two headers bring different keys.
 */
export function keyOf(headers: IncomingHttpHeaders): string {
  const fromAuthorization = authorizationKey(headers.authorization)
  const fromHeader = single(headers['x-api-key'])
  if (fromAuthorization !== undefined && fromHeader !== undefined && fromAuthorization !== fromHeader) {
    throw new AppError(400, 'key_ambiguous', 'Authorization and x-api-key bring different keys: send one of them')
  }
  const key = fromAuthorization ?? fromHeader
  if (key === undefined) {
    const how = 'Send a key as "Authorization: Bearer <key>", as "x-api-key: <key>", or as the password of HTTP Basic'
    throw new AppError(401, 'key_missing', how)
  }
  return key
}

function authorizationKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const space = header.indexOf(' ')
  const scheme = header.slice(0, space).toLowerCase()
  const rest = header.slice(space + 1).trim()
  if (space === -1 || rest === '') return undefined
  if (scheme === 'bearer') return rest
  if (scheme !== 'basic') return undefined
  const pair = Buffer.from(rest, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon === -1 || colon === pair.length - 1 ? undefined : pair.slice(colon + 1)
}

function single(header: string | string[] | undefined): string | undefined {
  const value = Array.isArray(header) ? header.join(',') : header
  return value === undefined || value.trim() === '' ? undefined : value.trim()
}
