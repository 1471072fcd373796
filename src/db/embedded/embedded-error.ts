import { AppError } from '../../errors.ts'

/** The embedded server cannot be had. The message says why and what to do; nothing was changed. */
export function embeddedError(code: string, message: string, cause?: unknown): AppError {
  return new AppError(503, `embedded_${code}`, message, { cause })
}
