import { AppError, unavailable } from '../errors.ts'

/** SQLSTATEs after which the same request may succeed: classes 08 (connection), 53 (resources), 57P0x (shutdown). */
const AWAY = /^(08...|53...|57P0[1-5]|25006)$/
/** Lost a race: deadlock, serialisation, lock timeout. */
const RACE = /^(40001|40P01|55P03)$/
/** What Node says when there is no server behind the socket. */
const SOCKET = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/
/** What `pg` says of a lost connection, without any code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/**
 * What a database error means for the caller, or undefined when it is none. Details are never passed on: they quote
 * values, which may belong to somebody else.
 */
export function databaseProblem(error: unknown): AppError | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const message = 'The database is not reachable now. Nothing was stored: send the request again.'
  if (AWAY.test(code) || SOCKET.test(code) || LOST.test(error.message)) {
    return unavailable('database_unavailable', message, 2, error)
  }
  if (RACE.test(code)) return unavailable('database_busy', 'Another request was in the way. Send it again.', 1, error)
  if (code === '57014') return unavailable('database_timeout', 'The database took too long. Send it again.', 5, error)
  if (code === '23505') return new AppError(409, 'already_exists', 'There is one already', { cause: error })
  if (code === '23503') return new AppError(409, 'referenced', 'It names something that is not there', { cause: error })
  if (/^22...$/.test(code)) {
    return new AppError(422, 'unstorable_value', 'A value cannot be stored as it was sent', { cause: error })
  }
  return undefined
}
