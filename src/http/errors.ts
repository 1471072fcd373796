import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, type FieldError } from '../errors.ts'
import { databaseProblem } from './database-problem.ts'

/** An RFC 9457 document with what older senders read: `success` and `error`. */
export interface Problem {
  status: number
  retryAfter: number | undefined
  body: Record<string, unknown>
}

/** Fastify's own refusals. What is not listed keeps Fastify's status under 500 and becomes `bad_request`. */
const FASTIFY: Record<string, [status: number, code: string, detail: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'too_large', 'The body is larger than this route reads; see GET /v1/limits'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'unsupported_media_type', 'Send the body as application/json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'content_length', 'The body is not as long as Content-Length says'],
  FST_ERR_BAD_URL: [400, 'bad_url', 'The URL cannot be read: check its percent-encoding'],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'url_too_long', 'A part of the path is too long'],
}

const TITLES: Record<number, string> = {
  400: 'Malformed request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Too slow',
  409: 'Conflict',
  413: 'Too large',
  414: 'URL too long',
  415: 'Unsupported media type',
  422: 'Refused',
  429: 'Too many requests',
  431: 'Headers too large',
  503: 'Not available now',
}

/** Translates whatever was thrown. Everything that is not meant for the caller becomes an opaque 500 with the request id. */
export function problemOf(error: unknown, requestId: string): Problem {
  const known = error instanceof AppError ? error : (fastifyError(error) ?? databaseProblem(error))
  if (known === undefined) {
    const detail = `The server failed on this request. It was logged as ${requestId}; nothing more is told here.`
    return { status: 500, retryAfter: undefined, body: problemBody(500, 'internal', detail, requestId) }
  }
  const body = problemBody(known.status, known.code, known.message, requestId)
  if (known.errors !== undefined) body.errors = known.errors
  return { status: known.status, retryAfter: known.retryAfter, body: { ...body, ...known.extra } }
}

/** The members that every failure has. `type` is stable: clients may compare it. */
export function problemBody(status: number, code: string, detail: string, requestId: string): Record<string, unknown> {
  return {
    type: `urn:galena:error:${code}`,
    title: TITLES[status] ?? 'The server failed',
    status,
    code,
    detail,
    instance: `urn:uuid:${requestId}`,
    success: false,
    error: detail,
  }
}

/** The one place where an error becomes an answer. `extra`: what else the senders of a route read in every answer. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  extra?: Record<string, unknown>,
): void {
  const problem = problemOf(error, request.id)
  Object.assign(problem.body, extra)
  request.note.code = String(problem.body.code)
  if (problem.status >= 500 && problem.status !== 503) request.log.error({ fault: describe(error) }, 'request failed')
  else if (problem.status === 503) request.log.warn({ fault: describe(error) }, 'request refused')
  sendProblem(reply, problem)
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(problem.retryAfter)))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="galena"')
  if (problem.status === 408) reply.header('connection', 'close')
  reply.code(problem.status).type('application/problem+json').send(problem.body)
}

/**
 * An error for the log. Messages of the database and of JSON.parse quote the values that they complain about, which
 * may be somebody's payload: of those only code, place and stack are kept.
 */
export function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const { code, constraint, table, column, routine } = error as Error & Record<string, unknown>
  const quotes = error instanceof SyntaxError || routine !== undefined
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '))
  return {
    name: error.name,
    ...(quotes ? {} : { message: error.message.slice(0, 300) }),
    ...Object.fromEntries(
      Object.entries({ code, constraint, table, column }).filter(([, value]) => value !== undefined),
    ),
    stack: frames?.slice(0, 8).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  }
}

interface FastifyLike {
  code?: unknown
  statusCode?: unknown
  message?: string
  validation?: { instancePath: string; keyword: string; message?: string }[]
  validationContext?: string
}

function fastifyError(error: unknown): AppError | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, statusCode, validation, validationContext } = error as FastifyLike
  if (validation !== undefined) return invalid(validation, validationContext ?? 'body')
  if (typeof code !== 'string' || !code.startsWith('FST_')) return undefined
  const listed = FASTIFY[code]
  if (listed !== undefined) return new AppError(...listed)
  if (typeof statusCode !== 'number' || statusCode >= 500) return undefined
  return new AppError(statusCode, 'bad_request', 'The request cannot be read')
}

function invalid(found: NonNullable<FastifyLike['validation']>, context: string): AppError {
  const errors: FieldError[] = found.map(({ instancePath, keyword, message }) => ({
    pointer: instancePath === '' ? '/' : instancePath,
    code: keyword,
    message: message ?? 'does not fit',
  }))
  const named = errors.map((error) => `${error.pointer} ${error.message}`).join('; ')
  if (context === 'body') return new AppError(422, 'invalid_request', `The body does not fit: ${named}`, { errors })
  return new AppError(400, 'invalid_parameter', `The ${context} does not fit: ${named}`, { errors })
}
