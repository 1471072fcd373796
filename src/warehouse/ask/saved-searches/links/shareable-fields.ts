import { refused } from '../../../../errors.ts'
import type { SearchKind } from '../../filter/condition.ts'
import { columnsOf } from '../../search/columns.ts'

/** Ids of other systems, and what is about our own knowledge rather than about the row. */
const NEVER = new Set(['linkedin_user_profile_urn', 'inferred'])
/** Shown when they are asked for: a way to reach somebody is not published by leaving something out. */
const ON_REQUEST = new Set(['work_email', 'linkedin_slug', 'linkedin_url_type'])

/**
 * The fields that a link shows: those asked for, or all but ids, e-mail addresses and when we learned of the row. Throws
 * 422 `field_not_shareable` naming those there are.
 */
export function shareableFields(kind: SearchKind, wanted: readonly string[] | undefined): string[] {
  const known = columnsOf[kind]
    .filter(({ name, type }) => type !== 'uuid' && type !== 'timestamp' && !NEVER.has(name))
    .map(({ name }) => name as string)
  if (wanted === undefined) return known.filter((name) => !ON_REQUEST.has(name))
  const wrong = wanted.flatMap((name, i) => (known.includes(name) ? [] : [`/fields/${i}`]))
  if (wrong.length === 0) return [...wanted]
  throw refused('field_not_shareable', `A link to ${kind} can show ${known.join(', ')}`, {
    errors: wrong.map((pointer) => ({ pointer, code: 'field', message: 'cannot be shown' })),
  })
}
