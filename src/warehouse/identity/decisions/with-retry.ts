import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { unavailable } from '../../../errors.ts'
import { classifyFailure } from '../../ingest/classify-failure.ts'

const ATTEMPTS = 8

/** One transaction, done again when it met another writer. Throws 503 `busy` when it never got its turn. */
export async function withRetry<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await asOperator(db, work)
    } catch (error) {
      if (classifyFailure(error).kind !== 'again') throw error
      if (attempt === ATTEMPTS) throw unavailable('busy', 'Others write this entity all the time: try again', 2, error)
      await new Promise((resolve) => setTimeout(resolve, 5 * attempt * (0.5 + Math.random())))
    }
  }
}
