import { createHash } from 'node:crypto'
import { refused } from '../../../../errors.ts'
import { personLinkedIn } from '../../../identity/canonical-linkedin.ts'
import { text } from '../../../ingest/read-values.ts'
import type { Listed } from './compare-lists.ts'

/** Most people of one list. */
export const PEOPLE_AT_MOST = 10_000

/** A list as it is kept. */
export interface ReadList {
  people: Listed[]
  /** Entries that are no profile, or one that the list names already. */
  ignored: number
  /** Of the people in the order of their profiles: equal for equal lists, in whatever order they were sent. */
  hash: Buffer
}

/** Reads a list of people. Throws 422 `people_unusable` when not one entry names a LinkedIn profile. */
export function readList(
  entries: readonly { linkedin_url: string; full_name?: string | null; title?: string | null }[],
): ReadList {
  const people = new Map<string, Listed>()
  for (const entry of entries) {
    const url = personLinkedIn(entry.linkedin_url)?.url
    if (url === undefined || people.has(url)) continue
    people.set(url, { linkedin_url: url, full_name: text(entry.full_name), title: text(entry.title) })
  }
  if (people.size === 0) {
    throw refused(
      'people_unusable',
      'Not one entry of people has a LinkedIn profile such as https://www.linkedin.com/in/ada',
      {
        errors: [{ pointer: '/people', code: 'linkedin_url', message: 'no entry names a LinkedIn profile' }],
      },
    )
  }
  const sorted = [...people.values()].sort((a, b) => (a.linkedin_url < b.linkedin_url ? -1 : 1))
  const hash = createHash('sha256').update(JSON.stringify(sorted)).digest()
  return { people: sorted, ignored: entries.length - people.size, hash }
}
