import { AppError } from '../../errors.ts'
import type { Extraction, Observation } from '../workflows/define.ts'
import type { BatchItem } from './batch-item.ts'
import { type IndexedTexts, refuseLongTexts } from './indexed-texts.ts'
import { refuseScriptAddresses } from './script-addresses.ts'

const DAY = 24 * 60 * 60 * 1000

/**
 * Runs a payload's extraction, once: a pure function of request and time of arrival, so replay decides the same. A failure is
 * noted on the item and costs nobody else anything. The payload's time is its own refresh time; one that lies more than
 * a day ahead of its arrival cannot be true and counts from arrival.
 */
export function extractItem(item: BatchItem, indexed: IndexedTexts): void {
  if (item.extraction !== null || item.error !== null) return
  const { workflow, registration, request } = item.submission
  try {
    const extraction = workflow.extract(request, {
      receivedAt: item.receivedAt,
      rawId: item.rawId,
      warn: (code, field, value) =>
        item.warnings.push({ code, field, ...(value === undefined ? {} : { detail: shown(value) }) }),
    })
    item.warnings.push(...extraction.warnings)
    item.observedAt = payloadTime(item, extraction)
    refuseLongTexts(item, extraction, indexed)
    refuseScriptAddresses(item, extraction)
    for (const observation of extraction.observations) refuseLongValues(item, observation)
    item.extraction =
      registration.payloadType === workflow.payloadType ? extraction : { ...empty, warnings: [], status: 'raw_only' }
  } catch (error) {
    item.error = {
      code: error instanceof AppError ? error.code : 'extraction_failed',
      message: error instanceof Error ? error.message : String(error),
    }
  }
}

const empty: Extraction = { rows: [], observations: [], warnings: [] }

/** Fields of core that an index holds: a B-tree entry takes 2,704 bytes, whatever the payload brings. */
const INDEXED = ['name', 'cleaned_name', 'full_name']
const LONGEST = 500

function refuseLongValues(item: BatchItem, { fields }: Observation): void {
  for (const field of INDEXED) {
    const value = fields[field]
    if (typeof value !== 'string' || value.length <= LONGEST) continue
    fields[field] = null
    item.warnings.push({ code: 'too_long', field, detail: `${value.length} characters, ${LONGEST} at most` })
  }
}

function payloadTime(item: BatchItem, { refreshedAt }: Extraction): string {
  if (refreshedAt === undefined || refreshedAt === null) return item.receivedAt
  const time = microseconds(refreshedAt)
  item.ownTime = time
  if (Date.parse(time) > Date.parse(item.receivedAt) + DAY) {
    item.warnings.push({ code: 'future_time', field: 'refreshed_at', detail: refreshedAt })
    return item.receivedAt
  }
  return time
}

/** Brings an ISO time in UTC to six digits, so that times compare as text. */
export function microseconds(iso: string): string {
  const dot = iso.indexOf('.')
  const seconds = dot === -1 ? iso.replace('Z', '') : iso.slice(0, dot)
  const fraction = dot === -1 ? '' : iso.slice(dot + 1).replace('Z', '')
  return `${seconds}.${fraction.slice(0, 6).padEnd(6, '0')}Z`
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
