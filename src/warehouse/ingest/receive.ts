import { refused } from '../../errors.ts'
import type { Workflow } from '../workflows/define.ts'
import type { ReadRecord } from './read-body.ts'
import type { Registration, Submission } from './submission.ts'

export interface ReceiveOptions {
  workflow: Workflow
  registration: Registration
  /** Hash without `ref`, when the record carried one. */
  sha256?: Buffer
  idempotency?: Submission['idempotency']
}

/**
 * Checks one body against its workflow's request schema and splits it into payload and envelope.
 * Throws 422 `shape` (not an object), 422 `invalid_request` (names each field), or what the workflow refuses.
 */
export function receive(record: ReadRecord, bytes: Uint8Array, options: ReceiveOptions): Submission {
  const { workflow, registration } = options
  const request = record.value
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw refused('shape', 'The body must be one JSON object with the fields of this workflow')
  }
  const errors = workflow.check(request)
  if (errors.length > 0) {
    const named = errors.map((error) => `${error.pointer} ${error.message}`).join('; ')
    throw refused('invalid_request', `The request does not fit ${workflow.slug}: ${named}`, { errors })
  }
  const sha256 = options.sha256 ?? record.sha256
  return {
    workflow,
    registration,
    entityKey: workflow.entityKey(request) ?? sha256.toString('hex'),
    request: request as Record<string, unknown>,
    ...split(record, request as Record<string, unknown>, workflow, registration),
    body: record.lossy ? bytes : null,
    sha256,
    warnings: record.warnings.map(({ code, pointer, detail }) => ({
      code,
      ...(pointer === undefined ? {} : { field: pointer }),
      ...(detail === undefined ? {} : { detail }),
    })),
    idempotency: options.idempotency ?? null,
  }
}

/**
 * `payload` lists the members that hold the provider's payload; everything else of the request is the envelope, together
 * with what replay needs to put the request together again.
 */
function split(record: ReadRecord, request: Record<string, unknown>, workflow: Workflow, registration: Registration) {
  const name = workflow.payload?.find((candidate) => request[candidate] !== undefined && request[candidate] !== null)
  const payloadText = name === undefined ? undefined : record.member(name)
  const envelope: string[] = []
  if (registration.slug !== workflow.slug) envelope.push(`"route_workflow":${JSON.stringify(workflow.slug)}`)
  if (name === undefined || payloadText === undefined)
    return { payloadText: record.text, envelopeText: `{${envelope.join(',')}}` }
  envelope.push(`"payload_member":${JSON.stringify(name)}`)
  for (const key of Object.keys(request)) {
    if (key !== name) envelope.push(`${JSON.stringify(key)}:${record.member(key) ?? JSON.stringify(request[key])}`)
  }
  return { payloadText, envelopeText: `{${envelope.join(',')}}` }
}

/** Puts a stored payload and its envelope together again, for replay: the inverse of the split. */
export function requestOf(payload: unknown, envelope: Record<string, unknown>): Record<string, unknown> {
  const { payload_member: name, route_workflow: _route, ...rest } = envelope
  if (typeof name !== 'string') return payload as Record<string, unknown>
  return { ...rest, [name]: payload }
}
