import type { IncomingMessage, ServerResponse } from 'node:http'
import type {} from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import { Type } from 'typebox'

/** What a feature's routes are registered on. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

export const SCOPES = ['ingest', 'read', 'admin'] as const
/** What a key may do. `admin` implies the others. */
export type Scope = (typeof SCOPES)[number]

/** Whose key a request carries. */
export interface Caller {
  /** id of the issued key, or 'operator'. */
  keyId: string
  name: string
  scopes: readonly Scope[]
}

/** What the request's log line and the metrics say beside status and duration. Ids only, never payloads. */
export interface RequestNote {
  workflow?: string
  rawId?: string
  quarantineId?: string
  code?: string
  lines?: number
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the scope that encloses the route; null outside every scope. */
    caller: Caller | null
    note: RequestNote
  }
}

/** The caller of a route that stands inside a scope. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error(`${request.routeOptions.url} stands outside every scope`)
  return request.caller
}

type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503

const PROBLEMS: Record<ProblemStatus, string> = {
  400: 'The request is malformed',
  401: 'No key, or one that is not valid',
  403: 'The key may not do this',
  404: 'No such thing',
  405: 'This path knows other methods',
  408: 'The request came too slowly',
  409: 'It contradicts what is stored, or is in flight',
  410: 'It was deleted',
  413: 'Too large',
  415: 'Not a content type or encoding that is read here',
  422: 'Understood, and refused: `code` and `errors` say why',
  429: 'Too many requests: `Retry-After` says when',
  500: 'A fault of the server, opaque: quote `instance`',
  503: 'Not possible now: nothing was stored, send it again after `Retry-After`',
}

/**
 * The problem answers of a route, for its `response` schema. The enclosing scope adds those that every route of it can
 * give (401, 403, 429, 503).
 */
export function problems(...statuses: ProblemStatus[]) {
  const answers: Record<number, object> = {}
  for (const status of statuses) {
    answers[status] = {
      description: PROBLEMS[status],
      content: { 'application/problem+json': { schema: Type.Ref('Problem#') } },
    }
  }
  return answers
}
