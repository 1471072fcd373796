import type { Tx } from '../../../db/database.ts'
import type { FieldError } from '../../../errors.ts'

export interface ReplayResult {
  /** Where the payload is stored now; null when it was refused again. */
  rawId: string | null
  /** Why it was refused again. */
  refused?: { status: number; code: string; detail: string; errors: FieldError[] | null }
}

/** Notes what became of a refused body when it was sent through again. */
export async function noteReplay(tx: Tx, id: string, { rawId, refused }: ReplayResult): Promise<void> {
  await tx.execute(
    `update raw.quarantine
     set replayed_at = now(), raw_id = coalesce($2, raw_id), status = coalesce($3, status), code = coalesce($4, code),
       detail = coalesce($5, detail), errors = case when $4::text is null then errors else $6::jsonb end
     where id = $1`,
    [
      id,
      rawId,
      refused?.status ?? null,
      refused?.code ?? null,
      refused?.detail ?? null,
      refused?.errors ? JSON.stringify(refused.errors) : null,
    ],
  )
}
