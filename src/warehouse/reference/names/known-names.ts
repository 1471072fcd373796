import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { companyNameKey } from './company-name-key.ts'

let groups: Map<string, string[]> | undefined

/** Reads known-names.txt at first use: each key with all keys of the same company, registered name first. */
function known(): Map<string, string[]> {
  if (groups !== undefined) return groups
  groups = new Map()
  for (const line of readFileSync(join(import.meta.dirname, 'known-names.txt'), 'utf8').split('\n')) {
    if (line.startsWith('#') || line.trim() === '') continue
    const keys = [...new Set(line.split('|').flatMap((name) => companyNameKey(name) ?? []))]
    for (const key of keys) {
      if (groups.has(key)) throw new Error(`known-names.txt names ${key} twice`)
      groups.set(key, keys)
    }
  }
  return groups
}

/** All keys of the well-known company that this key names, the key itself included; null when it names none. */
export function knownKeys(key: string): readonly string[] | null {
  return known().get(key) ?? null
}
