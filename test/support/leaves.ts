import { builtIn } from '../../src/warehouse/workflows/built-in.ts'
import type { Workflow } from '../../src/warehouse/workflows/define.ts'
import { samples } from './samples.ts'

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

/** Every text of the sample of every family, and every member that a request of it may have beside them. */
export function textsOfEveryFamily(): { workflow: Workflow; path: Path }[] {
  return builtIn.flatMap((workflow) => {
    const sample = samples[workflow.slug] ?? {}
    const members = Object.keys('properties' in workflow.request ? (workflow.request.properties as object) : {})
    const missing = members.filter((name) => !Object.hasOwn(sample, name)).map((name) => [name])
    return [...textsIn(sample), ...missing]
      .filter((path) => path.at(-1) !== 'workflow_slug')
      .map((path) => ({ workflow, path }))
  })
}

/** The n-th sender's own sample of a family, about other companies and people, so that payloads need not wait for each other. */
export function sampleOf(slug: string, n: number): unknown {
  const text = JSON.stringify(samples[slug]).replaceAll('.example', `-${n}.example`)
  return JSON.parse(text.replace(/(linkedin\.com\/(?:in|company)\/[\w-]+)/gi, `$1-${n}`))
}
