import { refused } from '../../errors.ts'
import { canonicalDomain, companyDomain } from '../identity/canonical-domain.ts'
import { personLinkedIn } from '../identity/canonical-linkedin.ts'

/**
 * The canonical form of a company's domain that a request must name. 422 `domain_invalid` when nothing can be made of it,
 * 422 `domain_not_a_company` for mail hosts and for pages on hosts that carry other people's pages: rows filed under
 * such a host would belong to nobody and to everybody.
 */
export function requireDomain(value: string, field: string): string {
  const domain = canonicalDomain(value)
  if (domain === null) {
    const shown = JSON.stringify(value.slice(0, 80))
    throw refused('domain_invalid', `${field} must be a web domain such as acme.com, not ${shown}`, {
      errors: [{ pointer: `/${field}`, code: 'domain', message: 'is not a domain' }],
    })
  }
  if (companyDomain(value) === null) {
    const message = 'is a mail host or a page on a shared one'
    throw refused('domain_not_a_company', `${field}: ${domain} is not the domain of one company`, {
      errors: [{ pointer: `/${field}`, code: 'domain_not_a_company', message }],
    })
  }
  return domain
}

/** The canonical form of a person's LinkedIn URL that a request must name. 422 `linkedin_url_invalid` otherwise. */
export function requirePerson(value: string, field: string): { slug: string; url: string } {
  const person = personLinkedIn(value)
  if (person === null) {
    throw refused(
      'linkedin_url_invalid',
      `${field} must be a LinkedIn profile such as https://www.linkedin.com/in/ada`,
      {
        errors: [{ pointer: `/${field}`, code: 'linkedin_url', message: 'is not a LinkedIn profile URL' }],
      },
    )
  }
  return person
}

export function companyKey(domain: string): string {
  return `domain:${domain}`
}

export function personKey(slug: string): string {
  return `slug:${slug}`
}

/** A text that a request must name: trimmed. 422 `field_required` when it is blank, `too_long` when no index could hold it. */
export function requireText(value: string, field: string): string {
  const text = value.trim()
  if (text === '' || text.toLowerCase() === 'null') {
    throw refused('field_required', `${field} is required`, {
      errors: [{ pointer: `/${field}`, code: 'required', message: 'is blank' }],
    })
  }
  if (Buffer.byteLength(text) > 1000) {
    throw refused('too_long', `${field} is longer than 1,000 bytes`, {
      errors: [{ pointer: `/${field}`, code: 'too_long', message: 'is longer than 1,000 bytes' }],
    })
  }
  return text
}
