import type { Tx } from '../../../../db/database.ts'
import type { Concern } from './derived-signals.ts'

/** Which of these people match the ICP of a client that is told its matches. */
export async function findIcpConcerns(_tx: Tx, _personIds: readonly string[]): Promise<Concern[]> {
  return []
}
