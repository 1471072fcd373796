import { Type } from 'typebox'
import { refused } from '../../errors.ts'
import { companyDomain } from '../identity/canonical-domain.ts'
import { companyLinkedIn, personLinkedIn } from '../identity/canonical-linkedin.ts'
import { text } from '../ingest/read-values.ts'
import { aboutCompany } from './about-company.ts'
import { defineWorkflow, type ExtractContext } from './define.ts'
import { mention } from './mention.ts'
import { naturalKey } from './natural-key.ts'
import { answerText, textField } from './request-fields.ts'
import { keyText } from './row-keys.ts'
import { requireSignal } from './signal-slug.ts'

type Request = Record<string, unknown>
type Warn = ExtractContext['warn']

/** Somebody joined a company. The body names both and nothing more. */
export const signalNewHire = defineWorkflow({
  slug: 'clay-signal-new-hire',
  provider: 'clay',
  platform: 'clay',
  payloadType: 'signal',
  entityType: 'company',
  description: 'New hire that Clay noticed: the company and the person',
  route: '/run/people/clay-native/signal-new-hire-2/ingest',
  request: Type.Object({
    company_domain: textField,
    company_linkedin_url: textField,
    company_name: textField,
    person_linkedin_url: textField,
    signal_slug: Type.Optional(Type.Union([Type.String({ default: 'clay-new-hire' }), Type.Null()])),
    clay_table_url: textField,
  }),
  raw: { table: 'raw.payloads' },
  entityKey(request) {
    requireSignal(request.signal_slug, 'clay-new-hire', 'clay-signal-new-hire')
    const row = read(request, () => {})
    if (companyOf(row) === null && row.person_linkedin_url === null) {
      throw refused('new_hire_incomplete', 'A new hire needs company_domain or company_linkedin_url, or the person', {
        errors: [{ pointer: '/company_domain', code: 'required', message: 'neither company nor person is named' }],
      })
    }
    return keyOf(row)
  },
  extract(request, { receivedAt, rawId, warn }) {
    const row = read(request, warn)
    const linkedin = companyLinkedIn(row.company_linkedin_url)
    return {
      rows: [
        {
          table: 'extracted.signal_new_hire',
          row: {
            ...row,
            client_domain: null,
            is_initial_check: false,
            natural_key: keyOf(row) ?? rawId,
            signal_detected_at: receivedAt,
          },
        },
      ],
      observations:
        row.company_domain === null
          ? aboutCompany({ linkedin }, { name: row.company_name })
          : mention({ domain: row.company_domain, name: row.company_name, linkedinUrl: linkedin?.url ?? null }),
      warnings: [],
    }
  },
  answer(_request, settled, extraction) {
    const row = extraction.rows[0]?.row
    return {
      extracted_id: settled.rowId('extracted.signal_new_hire'),
      company_name: row?.company_name ?? null,
      person_linkedin_url: row?.person_linkedin_url ?? null,
    }
  },
  answerSchema: Type.Object({ extracted_id: answerText, company_name: answerText, person_linkedin_url: answerText }),
})

function read(request: Request, warn: Warn) {
  return {
    company_domain: companyDomain(request.company_domain),
    company_name: text(request.company_name),
    company_linkedin_url: companyLinkedIn(request.company_linkedin_url)?.url ?? text(request.company_linkedin_url),
    person_linkedin_url:
      personLinkedIn(request.person_linkedin_url)?.url ??
      keyText(request.person_linkedin_url, 'person_linkedin_url', warn),
  }
}

type Row = ReturnType<typeof read>

function companyOf(row: Row): string | null {
  return row.company_domain ?? row.company_linkedin_url ?? row.company_name
}

/** Both must be known: several people join one company, and one person joins several. */
function keyOf(row: Row): string | null {
  const company = companyOf(row)
  return company === null || row.person_linkedin_url === null ? null : naturalKey([company, row.person_linkedin_url])
}
