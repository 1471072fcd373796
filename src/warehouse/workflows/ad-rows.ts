import { hash } from 'node:crypto'
import { array, object } from '../ingest/read-values.ts'
import type { ExtractContext } from './define.ts'
import { naturalKey } from './natural-key.ts'

export type Ad = Record<string, unknown>

/** The ads in a payload; null when it does not bring the list. Pages of ads (lists within the list) are put together. */
export function listAds(payload: Ad, field: string, warn: ExtractContext['warn']): Ad[] | null {
  const entries = array(payload[field], field, warn)
  if (entries === null) return null
  return entries.flat(1).flatMap((entry, i): Ad[] => {
    const ad = object(entry, `${field}[${i}]`, warn)
    return ad === null ? [] : [ad]
  })
}

/** A row of an ads table. An ad without an id is told apart by its content. */
export function adRow(domain: string, idColumn: string, ad: Ad): Ad {
  const id = ad[idColumn]
  const own = typeof id === 'string' ? id : hash('sha256', JSON.stringify(ad), 'hex')
  return { domain, ...ad, natural_key: naturalKey([domain, own]) }
}

/**
 * The first value that is there along paths such as `snapshot.images.0.url`. Ad libraries name one thing differently from
 * version to version.
 */
export function pick(record: Ad, ...paths: string[]): unknown {
  for (const path of paths) {
    let value: unknown = record
    for (const step of path.split('.')) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
        value = undefined
        break
      }
      value = (value as Ad)[step]
    }
    if (value !== undefined && value !== null && value !== '') return value
  }
  return null
}
