/**
 * What `reference.normalize_key` makes of a text of ASCII alone, and null for every other text, which only the database
 * may normalise: lower case beyond ASCII depends on its locale. Computed here because it is the largest part of a lookup
 * there: of 8 µs for one of a thousand keys it takes 5.
 */
export function plainKey(raw: string): string | null {
  let key = ''
  let gap = false
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i)
    if (code > 0x7f) return null
    const kind = kinds[code]
    if (kind === undefined) {
      gap = key !== ''
      continue
    }
    if (gap) {
      key += ' '
      gap = false
    }
    key += kind
  }
  return key
}

/** Each character that is kept, in lower case: letters, digits, "#" and "+". NUL cannot be asked for. */
const kinds: readonly (string | undefined)[] = Array.from({ length: 0x80 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase()
  return /[a-z0-9#+]/.test(letter) ? letter : undefined
})
