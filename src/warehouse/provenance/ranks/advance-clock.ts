import type { Tx } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { readFoldSettings } from '../../identity/load-ranks.ts'
import { hourOf, insertChange, moveFoldSettings, takeFoldSettings } from './change-ranks.ts'

/**
 * Moves the clock of freshness to the beginning of this hour, where there are freshness rules; returns the id of the step,
 * which `continueChange` carries out for entities of which a value grew too old. Null when there is nothing to do, or
 * another change is still being applied: then the next hour takes both steps at once.
 */
export async function advanceClock(tx: Tx, now: Date): Promise<string | null> {
  const { rules } = await readFoldSettings(tx)
  if (rules.length === 0) return null
  const settings = await takeFoldSettings(tx).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'rank_change_in_progress') return null
    throw error
  })
  const hour = hourOf(now)
  if (settings === null || hour <= settings.clock) return null
  await moveFoldSettings(tx, hour)
  return insertChange(tx, 'applying', {
    kind: 'clock',
    changes: [],
    before: [],
    clock_before: settings.clock,
    clock_after: hour,
    reason: null,
    by: 'galena',
    undoes: null,
  })
}
