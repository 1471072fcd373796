import type { Database } from '../../../db/database.ts'
import { asOperator } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import type { EntityKind } from '../../workflows/define.ts'
import { holdEntity, inTurn } from '../hold-entity.ts'
import { applyPins } from './pin-rows.ts'

/**
 * Ends pins whose time has come and folds their entities again; returns how many. Each entity in a transaction of its own,
 * so one that stops in the middle is gone on with by the next run.
 */
export async function expirePins(db: Database): Promise<number> {
  const due = await asOperator(db, (tx) =>
    tx.query<{ kind: EntityKind; subject: string }>(
      `select distinct kind, subject from core.field_pins
       where ended_at is null and expires_at is not null and expires_at <= now() order by kind, subject`,
    ),
  )
  let expired = 0
  for (const { kind, subject } of due) expired += await expireOn(db, kind, subject)
  return expired
}

function expireOn(db: Database, kind: EntityKind, subject: string): Promise<number> {
  return inTurn(db, async (tx) => {
    const { entity, ranks } = await holdEntity(tx, kind, subject)
    const ended = await tx.execute(
      `update core.field_pins set ended_at = expires_at, ended_by = 'galena', end_reason = 'expired'
       where subject = $1 and ended_at is null and expires_at <= now()`,
      [subject],
    )
    if (ended > 0) await applyPins(tx, entity, subject, ranks)
    return ended
  }).catch((error: unknown) => {
    // Its key is no entity's: then nothing shows the pin either.
    if (error instanceof AppError && error.status === 404) return 0
    throw error
  })
}
