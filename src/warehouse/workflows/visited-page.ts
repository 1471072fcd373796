import { normalizeCompanyName } from '../identity/company-name.ts'

/**
 * The address among those visited that is about this customer: one whose path holds the customer's name as whole words
 * ("/stories/larkmere-halves-scrap" for Larkmere, not "/inbox" for Box). Null when none is.
 */
export function visitedPageOf(name: string, visited: readonly string[]): string | null {
  const slug = slugOf(normalizeCompanyName(name))
  if (slug.length < 2) return null
  for (const step of visited) {
    for (const found of step.match(/https?:\/\/[^\s"'<>)]+/gi) ?? []) {
      const address = found.replace(/[.,;:!?]+$/, '')
      const path = address.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '')
      if (`-${slugOf(path)}-`.includes(`-${slug}-`)) return address
    }
  }
  return null
}

function slugOf(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}
