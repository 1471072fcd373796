import { Type } from 'typebox'
import { companyDomain } from '../identity/canonical-domain.ts'
import { canonicalEmail, identifyingEmail, isRoleMailbox } from '../identity/canonical-email.ts'
import { companyLinkedIn, personLinkedIn } from '../identity/canonical-linkedin.ts'
import { emailKey } from '../identity/keys.ts'
import { text } from '../ingest/read-values.ts'
import { joinedName } from './about-person.ts'
import type { ExtractContext, ExtractedRow, Extraction, Observation, Settled } from './define.ts'
import { mention } from './mention.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, textField } from './request-fields.ts'
import { keyText } from './row-keys.ts'
import { personKey } from './subject.ts'

/** Whose address was looked for. It comes from the sender's own table, never from the provider's answer. */
export const searchedFor = {
  first_name: textField,
  last_name: textField,
  full_name: textField,
  person_linkedin_url: textField,
  company_name: textField,
  domain: textField,
  company_linkedin_url: textField,
  clay_table_url: textField,
}

export const emailAnswer = Type.Object({
  extracted_id: answerText,
  email: answerText,
  person_mapping_updated: Type.Boolean(),
})

type EmailTable = 'extracted.email_anymailfinder' | 'extracted.email_leadmagic' | 'extracted.email_icypeas'

export interface Found {
  table: EmailTable
  /** Slug of the workflow, kept as the source of the address. */
  provider: string
  email: unknown
  /** Whether the provider vouches for the address. A guess is stored, but names nobody. */
  deliverable: boolean
  /** The provider's own columns. */
  columns: Record<string, unknown>
}

type Request = Record<string, unknown>

/** One row per provider and person: by profile, else by name and company. Null when the request names neither. */
export function emailKeyOf(provider: string, request: Request): string | null {
  const slug = personLinkedIn(request.person_linkedin_url)?.slug
  if (slug !== undefined) return naturalKey([provider, slug])
  const name = nameOf(request)
  const company = companyDomain(request.domain) ?? text(request.company_name)
  return name === null || company === null ? null : naturalKey([provider, name, company])
}

/** The row of the provider's table, the address book's row, and what the result says about the person. */
export function emailExtraction(request: Request, found: Found, { rawId, warn }: ExtractContext): Extraction {
  const person = personLinkedIn(request.person_linkedin_url)
  const company = companyLinkedIn(request.company_linkedin_url)
  const email = canonicalEmail(found.email)
  const who = {
    person_linkedin_url: person?.url ?? keyText(request.person_linkedin_url, 'person_linkedin_url', warn),
    first_name: text(request.first_name),
    last_name: text(request.last_name),
    full_name: nameOf(request),
    domain: companyDomain(request.domain),
    company_name: text(request.company_name),
  }
  const row = {
    ...who,
    company_linkedin_url: company?.url ?? text(request.company_linkedin_url),
    email: email ?? keyText(found.email, 'email', warn),
    ...found.columns,
    natural_key: emailKeyOf(found.provider, request) ?? rawId,
  }
  const rows: ExtractedRow[] = [{ table: found.table, row }]
  if (email !== null && person !== null && !isRoleMailbox(email)) {
    rows.push({ table: 'reference.email_to_person', row: { email, ...who, source: found.provider } })
  }
  return {
    rows,
    observations: [
      ...observe(who, person?.slug ?? null, found.deliverable ? email : null),
      ...mention({ domain: who.domain, name: who.company_name, linkedinUrl: company?.url ?? null }),
    ],
    warnings: [],
  }
}

/** A role's mailbox is nobody's work e-mail, and neither it nor a free one says who somebody is. */
function observe(
  who: Record<'first_name' | 'last_name' | 'full_name', string | null>,
  slug: string | null,
  email: string | null,
): Observation[] {
  const identifying = identifyingEmail(email)
  const subject = slug !== null ? personKey(slug) : identifying !== null ? emailKey(identifying) : null
  if (subject === null) return []
  return [
    {
      kind: 'person',
      subject,
      claims: slug !== null && identifying !== null ? [emailKey(identifying)] : [],
      fields: {
        full_name: who.full_name,
        first_name: who.first_name,
        last_name: who.last_name,
        work_email: email === null || isRoleMailbox(email) ? null : email,
      },
    },
  ]
}

export function answerEmail(table: EmailTable, settled: Settled, extraction: Extraction) {
  const email = extraction.rows[0]?.row.email
  return {
    extracted_id: settled.rowId(table),
    email: typeof email === 'string' ? email : null,
    person_mapping_updated: settled.inserted('reference.email_to_person'),
  }
}

function nameOf(request: Request): string | null {
  return text(request.full_name) ?? joinedName(text(request.first_name), text(request.last_name))
}
