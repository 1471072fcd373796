/**
 * The steps of a dotted path (`company.sites.0.url`) or, when it begins with a slash, of a JSON pointer (RFC 6901). Null
 * for a path that cannot be: an empty step in a dotted path, a `~` in a pointer that is neither `~0` nor `~1`.
 */
export function parsePath(path: string): string[] | null {
  if (!path.startsWith('/')) {
    const steps = path.split('.')
    return steps.some((step) => step.trim() === '') ? null : steps
  }
  if (/~(?![01])/.test(path)) return null
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value at the end of the steps, undefined where a step leads nowhere. Only what the body itself holds is found. */
export function readPath(body: unknown, steps: readonly string[]): unknown {
  let value = body
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value)) value = /^(?:0|[1-9]\d{0,8})$/.test(step) ? value[Number(step)] : undefined
    else value = Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined
  }
  return value
}
