/** One difference between two versions of something: where, as a JSON pointer, and what stood there before and after. */
export interface Difference {
  pointer: string
  /** Absent: there was nothing. */
  before?: unknown
  /** Absent: there is nothing any more. */
  after?: unknown
}

/**
 * What differs between two JSON values, in the order of the members. Objects are walked into; lists are one value, because
 * "any of these" has no order that a position could name. Depth is bounded by what the reader of bodies takes (64).
 */
export function diffValues(before: unknown, after: unknown, pointer = ''): Difference[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return names.flatMap((name) => diffValues(before[name], after[name], `${pointer}/${escapePart(name)}`))
  }
  if (equal(before, after)) return []
  return [{ pointer, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]
}

function equal(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, i) => equal(value, other[i]))
  }
  if (isObject(one) && isObject(other)) return diffValues(one, other).length === 0
  return one === other
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function escapePart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
