/** An error the caller may see. Everything else is a bug and becomes an opaque 500. */
export class AppError extends Error {
  override name = 'AppError'
  readonly status: number
  readonly code: string
  /** What went wrong where, as JSON pointers into what was sent. */
  readonly errors: FieldError[] | undefined
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined
  /** Further members of the problem document, such as `raw_id`. */
  readonly extra: Record<string, unknown> | undefined

  constructor(status: number, code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.status = status
    this.code = code
    this.errors = options.errors
    this.retryAfter = options.retryAfter
    this.extra = options.extra
  }
}

export interface FieldError {
  pointer: string
  code: string
  message: string
}

export interface AppErrorOptions {
  errors?: FieldError[]
  retryAfter?: number
  extra?: Record<string, unknown>
  cause?: unknown
}

/** The request cannot be read at all: fix the sender. */
export function malformed(code: string, message: string, options?: AppErrorOptions): AppError {
  return new AppError(400, code, message, options)
}

/** The request was understood and is refused. */
export function refused(code: string, message: string, options?: AppErrorOptions): AppError {
  return new AppError(422, code, message, options)
}

/** There is no such thing, or it belongs to somebody else: the two are never told apart. */
export function notFound(what: string, id: string): AppError {
  return new AppError(404, `${what}_not_found`, `No ${what.replaceAll('_', ' ')} ${id}`)
}

/** What was sent contradicts what is stored. */
export function conflict(code: string, message: string, options?: AppErrorOptions): AppError {
  return new AppError(409, code, message, options)
}

/** The server cannot do it now; nothing was stored, the same request may be sent again. */
export function unavailable(code: string, message: string, retryAfter: number, cause?: unknown): AppError {
  return new AppError(503, code, message, { retryAfter, cause })
}
