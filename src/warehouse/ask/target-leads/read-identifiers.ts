import { canonicalDomain } from '../../identity/canonical-domain.ts'
import { companyLinkedIn, personLinkedIn } from '../../identity/canonical-linkedin.ts'
import { text } from '../../ingest/read-values.ts'

/** The canonical URL of a person's profile; what is none stays as it was sent. */
export function profileUrl(value: unknown): string | null {
  const sent = text(value)
  return personLinkedIn(sent)?.url ?? sent
}

/** The canonical URL of a company's page; what is none stays as it was sent. */
export function companyPage(value: unknown): string | null {
  const sent = text(value)
  return companyLinkedIn(sent)?.url ?? sent
}

/** The canonical domain; what is none stays as it was sent, in lower case and without trailing slash. */
export function domainOf(value: unknown): string | null {
  const sent = text(value)
  return canonicalDomain(sent) ?? (sent === null ? null : text(sent.toLowerCase().replace(/\/+$/, '')))
}
