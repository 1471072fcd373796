import { type FieldError, refused } from '../../../errors.ts'
import { companyDomain } from '../../identity/canonical-domain.ts'
import { text as readText } from '../../ingest/read-values.ts'
import type { Changes } from './mappings.ts'
import type { Entry, Kind, Mapping } from './schema.ts'

/**
 * What entries say, by their value. Values are kept as they are but for the white space around them; of two entries for
 * one value the last counts. Throws 422 `invalid_entries` with the position of each entry that cannot be taught.
 */
export function readEntries<K extends Kind>(kind: K, entries: readonly Entry<K>[]): Changes {
  const changes: Changes = new Map()
  const errors: FieldError[] = []
  entries.forEach((entry, i) => {
    const value = readText(entry.value)
    if (value === null || !/[\p{L}\p{N}]/u.test(value)) {
      errors.push({ pointer: `/entries/${i}/value`, code: 'empty', message: 'has no letter and no digit' })
      return
    }
    const mapping = read(kind, entry)
    if (typeof mapping === 'string') errors.push({ pointer: `/entries/${i}`, code: 'empty', message: mapping })
    else changes.set(value, mapping)
  })
  if (errors.length > 0) {
    throw refused('invalid_entries', `${errors.length} of ${entries.length} entries cannot be taught: nothing was`, {
      errors,
    })
  }
  return changes
}

/** The mapping of one entry, or why there is none. */
function read(kind: Kind, entry: Entry): Mapping | string {
  const given = entry as Record<string, unknown>
  const text = (name: string) => readText(given[name])
  switch (kind) {
    case 'title': {
      const mapping = {
        cleaned_job_title: text('cleaned_job_title'),
        seniority_level: text('seniority_level'),
        job_function: text('job_function'),
      }
      if (Object.values(mapping).every((part) => part === null)) {
        return 'must give cleaned_job_title, seniority_level or job_function'
      }
      return { ...mapping, status: text('status') }
    }
    case 'location': {
      const [city, state, country] = [text('city'), text('state'), text('country')]
      const flag = (name: string, part: string | null) => {
        const said = given[name]
        return typeof said === 'boolean' ? said : part !== null
      }
      return {
        city,
        state,
        country,
        has_city: flag('has_city', city),
        has_state: flag('has_state', state),
        has_country: flag('has_country', country),
      }
    }
    case 'company_name': {
      const domain = companyDomain(given.domain)
      return domain === null ? 'needs the domain of a company' : { domain }
    }
    default: {
      const canonical = text('canonical')
      return canonical === null ? 'must give canonical' : { canonical }
    }
  }
}
