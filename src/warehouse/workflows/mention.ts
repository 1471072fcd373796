import { hash } from 'node:crypto'
import type { Observation } from './define.ts'

export interface Mentioned {
  domain: string | null
  name: string | null
  linkedinUrl?: string | null
  orgId?: string | null
  /** First day of the job in which the company is named. */
  since?: string | null
}

/**
 * 16 hex digits that stand for what a mention says, the same that `shortHash` gives for its fields: written out because
 * every profile has five or six of them.
 */
export function mentionHash({ linkedin_url = null, name = null, org_id = null }: Observation['fields']): string {
  return hash('sha256', JSON.stringify({ linkedin_url, name, org_id }), 'hex').slice(0, 16)
}

/**
 * A company named in passing, in somebody's job or contact data. It counts from the start of the job, not from the
 * payload's time: otherwise every profile of a popular company would write that company's row. LinkedIn URL and
 * organisation id are values here, never claims. Without a domain there is nothing to hold on to.
 */
export function mention({ domain, name, linkedinUrl, orgId, since }: Mentioned): Observation[] {
  if (domain === null) return []
  return [
    {
      kind: 'company',
      subject: `domain:${domain}`,
      source: 'mention',
      observedAt: `${since ?? '1970-01-01'}T00:00:00.000Z`,
      fields: { name, linkedin_url: linkedinUrl ?? null, org_id: orgId ?? null },
    },
  ]
}
