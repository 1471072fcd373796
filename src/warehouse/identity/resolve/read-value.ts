/** The texts of a parameter, as far as it has any: trimmed, without what no database text can hold. */
export function textsOf(...values: unknown[]): string[] {
  return values.flat().flatMap((value) => {
    const text = textOf(value)
    return text === null ? [] : text
  })
}

/** The text of a parameter; null when it is absent, empty or the word null. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return null
  const text = value.replaceAll('\0', '').toWellFormed().trim()
  return text === '' || text.toLowerCase() === 'null' ? null : text
}

/** The first of several parameters that has a text. */
export function firstText(...values: unknown[]): string | null {
  return textsOf(...values)[0] ?? null
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The id of an entity; null when the text is none. */
export function idOf(value: unknown): string | null {
  const text = textOf(value)
  return text !== null && uuid.test(text) ? text.toLowerCase() : null
}
