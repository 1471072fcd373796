import { Readable } from 'node:stream'
import { AppError, malformed } from '../../errors.ts'
import { overloaded } from './collect-body.ts'
import { inflate } from './inflate.ts'
import { findRegistration, type Intake, type Target } from './intake.ts'
import { intakeLimits } from './intake-limits.ts'
import { limits } from './limits.ts'
import { openLineWindow } from './line-window.ts'
import { bodyKind } from './media-type.ts'
import { readRecord, withoutRef } from './read-body.ts'
import { isArrayBody, readRecords } from './read-records.ts'
import { receive } from './receive.ts'
import type { Arrival } from './refuse-body.ts'

/** The answer to one body. */
export interface BodyAnswer {
  status: number
  /** An object, or for an array one answer per element. */
  body: Record<string, unknown> | Record<string, unknown>[]
  replayed: boolean
}

/**
 * Takes in one body that is here completely. Throws what it is refused with; nothing is stored then, except where the
 * error carries a `raw_id`.
 */
export async function receiveBody(intake: Intake, arrival: Arrival, target: Target): Promise<BodyAnswer> {
  if (bodyKind(arrival.contentType) !== 'json') throw notHere()
  if (arrival.contentEncoding === undefined) return receiveInflated(intake, arrival, target, asBuffer(arrival.bytes))
  const bytes = await inflated(intake, arrival, target.slug === undefined ? limits.recordBytes : limits.arrayBytes)
  intake.held.now += bytes.length
  try {
    return await receiveInflated(intake, arrival, target, bytes)
  } finally {
    intake.held.now -= bytes.length
  }
}

async function receiveInflated(intake: Intake, arrival: Arrival, target: Target, bytes: Buffer): Promise<BodyAnswer> {
  if (target.slug !== undefined && isArrayBody(bytes)) return receiveArray(intake, arrival, target, bytes)
  const record = readRecord(bytes)
  const chosen = await findRegistration(intake, target, record.value)
  if (chosen === undefined) throw unknownWorkflow(target)
  const { ref, sha256 } = target.slug === undefined ? { sha256: record.sha256 } : withoutRef(record)
  const { keyId: apiKeyId, path: route, idempotencyKey: key } = arrival
  const idempotency = key === null ? null : { apiKeyId, route, key }
  const outcome = await intake.ingest.submit(receive(record, bytes, { ...chosen, sha256, idempotency }))
  if (outcome.status >= 400) throw failed(outcome.status, outcome.body)
  return {
    status: outcome.status,
    body: ref === undefined ? outcome.body : { ...outcome.body, ref },
    replayed: outcome.replayed === true,
  }
}

/** Each element by itself: one that is refused costs the others nothing. */
async function receiveArray(intake: Intake, arrival: Arrival, target: Target, bytes: Buffer): Promise<BodyAnswer> {
  if (arrival.idempotencyKey !== null) {
    const message = 'An Idempotency-Key stands for one record: leave it out, the records of an array need none'
    throw malformed('idempotency_key_not_possible', message)
  }
  if ((await findRegistration(intake, target, undefined)) === undefined) throw unknownWorkflow(target)
  const answers: Record<string, unknown>[] = []
  const window = openLineWindow(intake, { arrival, target, number: 'index' }, async (taken) => {
    answers.push(...taken)
  })
  let index = 0
  for (const element of await readRecords(bytes)) {
    window.admit({ number: index++, ...element })
    if (window.full) await window.room()
  }
  await window.settled()
  return { status: 200, body: answers, replayed: false }
}

export function unknownWorkflow(target: Target): AppError {
  const slug = JSON.stringify(target.slug?.slice(0, 100) ?? '')
  return new AppError(404, 'workflow_not_found', `There is no workflow ${slug}: GET /v1/workflows lists them all`)
}

/** The engine's failure as an error; its payload is stored and the answer says where. */
function failed(status: number, { code, detail, ...extra }: Record<string, unknown>): AppError {
  return new AppError(status, String(code), String(detail), { extra })
}

function notHere(): AppError {
  return new AppError(
    415,
    'unsupported_media_type',
    'This route takes one JSON body: send lines to /v1/ingest/<workflow>',
  )
}

async function inflated({ held }: Intake, { bytes, contentEncoding }: Arrival, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of inflate(Readable.from([asBuffer(bytes)]), contentEncoding, { maxBytes })) chunks.push(chunk)
  const buffer = Buffer.concat(chunks)
  // Ten thousand small bodies may hold gigabytes.
  if (held.now + buffer.length > intakeLimits.heldBytes) throw overloaded()
  return buffer
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
