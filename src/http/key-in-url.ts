import type { FastifyRequest } from 'fastify'
import { malformed } from '../errors.ts'
import type { KeyRing } from '../tenants/keys/key-ring.ts'

const NAMES = new Set(['api_key', 'apikey', 'key', 'token', 'access_token', 'x-api-key', 'authorization'])
const OURS = /galena_(?:live|operator)_\w+/g

/**
 * URLs end up in histories and in the logs of everything on the way, so a key in one is refused everywhere, even where
 * no key is needed. When it is a real one the log says which, so that it can be replaced; it is not revoked, because
 * whoever knows a key could otherwise end it.
 */
export async function refuseKeyInUrl(request: FastifyRequest, keys: KeyRing): Promise<void> {
  const { url } = request.raw
  if (url === undefined) return
  const found = keysIn(url)
  if (found.length === 0) return
  for (const key of found.slice(0, 3)) {
    const caller = await keys.identify(key).catch(() => undefined)
    if (caller !== undefined) request.log.warn({ key: caller.keyId, exposed: true }, 'key exposed in a URL: replace it')
  }
  throw malformed('key_in_query', 'A key must not stand in the URL, where it is logged: send it in a header')
}

function keysIn(url: string): string[] {
  const found: string[] = url.includes('galena_') ? (url.match(OURS) ?? []) : []
  const query = url.indexOf('?')
  if (query === -1) return found
  for (const [name, value] of new URLSearchParams(url.slice(query + 1))) {
    if (NAMES.has(name.toLowerCase())) found.push(value)
  }
  return found
}
