import { asOperator } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { builtIn } from '../../workflows/built-in.ts'
import type { Intake, Target } from '../intake.ts'
import { type BodyAnswer, receiveBody } from '../receive-body.ts'
import { getQuarantined } from './get-quarantined.ts'
import { noteReplay } from './note-replay.ts'

const general = '/v1/ingest/'

/**
 * Sends a refused body through again, as JSON whatever Content-Type it came with, and notes on its entry what became of
 * it. Throws 404 `quarantine_entry_not_found`, and what it is refused with again, with its `quarantine_id`.
 */
export async function replayQuarantined(intake: Intake, id: string): Promise<BodyAnswer> {
  const entry = await asOperator(intake.db, (tx) => getQuarantined(tx, id))
  const arrival = {
    bytes: entry.body,
    contentType: 'application/json',
    contentEncoding: entry.content_encoding ?? undefined,
    path: entry.route,
    keyId: entry.api_key_id ?? 'operator',
    idempotencyKey: null,
  }
  try {
    const answer = await receiveBody(intake, arrival, targetOf(entry.route))
    const rawId = Array.isArray(answer.body) ? null : String(answer.body.raw_id)
    await asOperator(intake.db, (tx) => noteReplay(tx, id, { rawId }))
    return answer
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    const { status, code, message: detail, errors = null, extra } = error
    const rawId = typeof extra?.raw_id === 'string' ? extra.raw_id : null
    await asOperator(intake.db, (tx) => noteReplay(tx, id, { rawId, refused: { status, code, detail, errors } }))
    throw new AppError(status, code, detail, { ...(errors && { errors }), extra: { ...extra, quarantine_id: id } })
  }
}

function targetOf(route: string): Target {
  const workflow = builtIn.find((candidate) => candidate.route === route)
  if (workflow !== undefined) return { workflow }
  return { slug: route.startsWith(general) ? route.slice(general.length) : route }
}
