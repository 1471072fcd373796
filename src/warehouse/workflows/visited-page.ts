import { normalizeCompanyName } from '../identity/company-name.ts'

/** An address that was visited, with the words of its path between hyphens. */
export interface VisitedPage {
  address: string
  words: string
}

/** Each name is looked for in each path: without bounds a payload of a megabyte would take minutes. */
const mostPages = 300
const longestPath = 300

/** The addresses in what a research agent says it did, in order; the first 300 of them. */
export function visitedPages(steps: readonly string[]): VisitedPage[] {
  const pages: VisitedPage[] = []
  for (const step of steps) {
    for (const [found] of step.matchAll(/https?:\/\/[^\s"'<>)]+/gi)) {
      if (pages.length === mostPages) return pages
      const address = found.replace(/[.,;:!?]+$/, '')
      const path = address.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '')
      pages.push({ address, words: `-${slugOf(path.slice(0, longestPath))}-` })
    }
  }
  return pages
}

/**
 * The address among those visited that is about this customer: one whose path holds the customer's name as whole words
 * ("/stories/larkmere-halves-scrap" for Larkmere, not "/inbox" for Box). Null when none is.
 */
export function visitedPageOf(name: string, pages: readonly VisitedPage[]): string | null {
  const slug = slugOf(normalizeCompanyName(name))
  if (slug.length < 2) return null
  return pages.find(({ words }) => words.includes(`-${slug}-`))?.address ?? null
}

function slugOf(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}
