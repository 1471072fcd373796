import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { refused } from '../../../errors.ts'

export interface Patience {
  quickSeconds: number
  seconds: number
}

const patience: Patience = { quickSeconds: 0.5, seconds: 10 }

/**
 * Asks for a few rows of many in two ways. First with a LIMIT, which makes the planner walk along an index until it has them:
 * milliseconds where many rows match, and minutes where few do (26 s for nobody among a million). So after half a second it
 * is asked again, `thorough`: for all that match at once, of which a few are taken. Throws 422 `too_slow` after ten more.
 */
export async function askTwice<T>(
  db: Database,
  work: (tx: Tx, thorough: boolean) => Promise<T>,
  { quickSeconds, seconds }: Patience = patience,
): Promise<T> {
  try {
    return await askWithin(db, quickSeconds, (tx) => work(tx, false))
  } catch (error) {
    if (!isTimeout(error)) throw error
  }
  return askOnce(db, (tx) => work(tx, true), seconds)
}

/** Asks what has no quicker way. Throws 422 `too_slow`. */
export async function askOnce<T>(
  db: Database,
  work: (tx: Tx) => Promise<T>,
  seconds: number = patience.seconds,
): Promise<T> {
  try {
    return await askWithin(db, seconds, work)
  } catch (error) {
    if (!isTimeout(error)) throw error
    throw refused(
      'too_slow',
      `This reads more rows than ${seconds} seconds allow: filter by a domain, a URL or an id, or leave the count out`,
    )
  }
}

function askWithin<T>(db: Database, seconds: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  return asOperator(db, (tx) => {
    tx.send(`set local statement_timeout = ${Math.round(seconds * 1000)}`)
    return work(tx)
  })
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014'
}
