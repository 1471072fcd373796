import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { type App, callerOf, problems, type Scope } from '../route.ts'
import type { KeyRing } from '../tenants/keys/key-ring.ts'
import { keyOf } from './credentials.ts'
import type { TokenBuckets } from './token-bucket.ts'

export interface Door {
  keys: KeyRing
  buckets: TokenBuckets
}

/**
 * Encloses routes that need a key with this scope. Authorisation is where a route stands, not a line in its handler:
 * outside every scope `callerOf` throws.
 */
export function enclose(app: App, door: Door, scope: Scope, register: (inside: App) => void): void {
  app.register(async (inside) => {
    inside.addHook('onRequest', async (request) => {
      request.caller = await door.keys.identify(keyOf(request.headers))
      requireScope(request, scope)
      const wait = door.buckets.take(request.caller.keyId)
      if (wait > 0) {
        const message = 'This key sends more requests per second than it may; see GET /v1/limits'
        throw new AppError(429, 'rate_limited', message, { retryAfter: Math.max(1, wait) })
      }
    })
    inside.addHook('onRoute', (route) => {
      route.schema = {
        ...route.schema,
        security: [{ bearer: [] }, { header: [] }, { basic: [] }],
        response: { ...problems(401, 403, 429, 500, 503), ...(route.schema?.response as object | undefined) },
        ...{ 'x-scope': scope },
      }
    })
    register(inside.withTypeProvider())
  })
}

function requireScope(request: FastifyRequest, scope: Scope): void {
  const { scopes } = callerOf(request)
  if (scopes.includes(scope) || scopes.includes('admin')) return
  const message = `This key may ${scopes.join(' and ')}; this route needs the scope ${scope}`
  throw new AppError(403, 'scope_missing', message)
}
