import type { Tx } from '../../../db/database.ts'
import { malformed, notFound } from '../../../errors.ts'
import { canonicalDomain } from '../../identity/canonical-domain.ts'
import { personLinkedIn } from '../../identity/canonical-linkedin.ts'
import { findEntity } from '../../provenance/find-entity.ts'
import { readEntityKeys } from '../../reference/lookups/entity-keys.ts'
import type { IcpKind } from './criteria.ts'
import { type AskedCriteria, askedCriteria, type CriteriaSource } from './criteria-source.ts'
import { type Judged, judge } from './match-icp.ts'

export interface ExplainRequest extends CriteriaSource {
  /** Id, domain or LinkedIn page. */
  company?: string | undefined
  /** Id, LinkedIn profile or e-mail address. */
  person?: string | undefined
}

/** What a model once said about a pair of companies. */
export interface PastVerdict {
  is_match: boolean | null
  match_reason: string | null
  observed_at: string
  raw_payload_id: string | null
}

export type Explained = AskedCriteria & { kind: IcpKind } & Judged & { past_verdicts: PastVerdict[] }

/**
 * How one company or person stands with an ICP, criterion by criterion, and what verdicts were stored about the company and
 * the ICP's domain, the newest first. Throws what `askedCriteria` does, 400 `subject_missing`, 404 `company_not_found` or
 * `person_not_found`.
 */
export async function explainIcp(tx: Tx, request: ExplainRequest): Promise<Explained> {
  const { company, person } = request
  const name = company ?? person
  if (name === undefined || (company !== undefined && person !== undefined)) {
    throw malformed(
      'subject_missing',
      'Send either company (domain, LinkedIn page or id) or person (LinkedIn URL or id)',
    )
  }
  const kind: IcpKind = company === undefined ? 'people' : 'companies'
  const what = company === undefined ? 'person' : 'company'
  const asked = await askedCriteria(tx, request)
  const id = (await findRow(tx, what, name)) ?? (await findEntity(tx, what, name)).id
  const [judged] = await judge(tx, kind, asked.criteria, [id])
  if (judged === undefined) throw notFound(what, JSON.stringify(name.slice(0, 100)))
  const domain = judged.company?.domain
  const past_verdicts =
    asked.icp === null || domain === undefined ? [] : await pastVerdicts(tx, asked.icp.domain, domain)
  return { ...asked, kind, ...judged, past_verdicts }
}

/** The row that has this id, domain or profile as it stands; every other name leads over the identities. */
async function findRow(tx: Tx, what: 'company' | 'person', name: string): Promise<string | undefined> {
  const id = UUID.test(name) ? name : null
  const [row] =
    what === 'company'
      ? await tx.query<{ id: string }>('select id from core.companies where id = $1 or domain = $2 limit 1', [
          ...[id, canonicalDomain(name)],
        ])
      : await tx.query<{ id: string }>('select id from core.people where id = $1 or linkedin_url = $2 limit 1', [
          ...[id, personLinkedIn(name)?.url ?? null],
        ])
  return row?.id
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function pastVerdicts(tx: Tx, origin: string, domain: string): Promise<PastVerdict[]> {
  const keys = await readEntityKeys(tx, [`domain:${origin}`, `domain:${domain}`])
  const [origins, domains] = keys.map((group) => group.map((key) => key.slice('domain:'.length)))
  return tx.query<PastVerdict>(
    `select v.is_match, v.match_reason, v.raw_payload_id,
       to_char(v.observed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as observed_at
     from extracted.icp_verdict v
     where v.origin_company_domain = any($1::text[]) and v.company_domain = any($2::text[])
     order by v.observed_at desc, v.id limit 50`,
    [origins, domains],
  )
}
