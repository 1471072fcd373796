import { limits } from './limits.ts'
import { type Path, walkJson } from './walk-json.ts'

export interface BodyWarning {
  code: 'duplicate_key' | 'sanitized' | 'key_collision' | 'more_warnings'
  pointer?: string
  detail?: string
}

class Enough extends Error {}

/**
 * Names the keys of valid JSON text that are doubled or collide after sanitising, and the strings that hold what no
 * text can hold: the first 20 of them.
 */
export function warningsOf(text: string): BodyWarning[] {
  const warnings: BodyWarning[] = []
  const path: Path = []

  function warn(code: BodyWarning['code'], detail: string): void {
    if (warnings.length === limits.warnings) throw new Enough()
    warnings.push({ code, pointer: pointerTo(path), detail })
  }

  function key(name: string, others: Map<string, Set<string>>): void {
    const stored = storable(name)
    path[path.length - 1] = stored
    if (name !== stored) warn('sanitized', 'U+FFFD in the key for what no text can hold')
    const asSent = others.get(stored)
    if (asSent === undefined) others.set(stored, new Set([name]))
    else {
      warn(asSent.has(name) ? 'duplicate_key' : 'key_collision', 'the last one counts')
      asSent.add(name)
    }
  }

  function string(value: string): void {
    if (unstorable(value)) warn('sanitized', 'U+FFFD for what no text can hold')
  }

  try {
    walkJson(text, path, { key, string })
  } catch (error) {
    if (!(error instanceof Enough)) throw error
    warnings.push({ code: 'more_warnings', detail: `the first ${limits.warnings} are listed` })
  }
  return warnings
}

/** Where and why JSON text breaks the grammar, in characters; undefined for valid JSON. */
export function breachOf(text: string): { position: number; pointer: string; message: string } | undefined {
  const path: Path = []
  const breach = walkJson(text, path)
  return breach && { ...breach, pointer: pointerTo(path) }
}

function unstorable(value: string): boolean {
  return value.includes('\0') || !value.isWellFormed()
}

function storable(value: string): string {
  return unstorable(value) ? value.toWellFormed().replaceAll('\0', '\ufffd') : value
}

function pointerTo(path: Path): string {
  const pointer = path.map((part) => `/${escaped(String(part))}`).join('')
  return pointer.length <= limits.pointerLength ? pointer : `${pointer.slice(0, limits.pointerLength).toWellFormed()}…`
}

/** A pointer to a key that no text can hold goes to the log and into answers too. */
function escaped(part: string): string {
  return storable(part).replaceAll('~', '~0').replaceAll('/', '~1')
}
