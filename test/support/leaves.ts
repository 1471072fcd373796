/** A place in a JSON value. */
export type Path = (string | number)[]

/** Where the texts of a value stand. */
export function textsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string') return [at]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    textsIn(item, [...at, Array.isArray(value) ? Number(key) : key]),
  )
}

/** A copy of the value with another value at one place. */
export function replaceAt(value: unknown, path: Path, replacement: unknown): unknown {
  const copy = structuredClone(value)
  let holder = copy as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>
  holder[path.at(-1) ?? ''] = replacement
  return path.length === 0 ? replacement : copy
}
