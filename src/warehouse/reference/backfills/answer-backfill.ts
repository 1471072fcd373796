import { Type } from 'typebox'
import type { Backfill } from './schema.ts'

/** What every answer about a backfill says, beside the members that existing callers read. */
export const Progress = {
  backfill_id: Type.String({ format: 'uuid' }),
  kind: Type.String(),
  dry_run: Type.Boolean(),
  status: Type.Enum(['running', 'done'], {
    description: '`running`: it goes on in the background, `GET /v1/backfills/{id}` tells how far it is',
  }),
  records_missing: Type.Integer({ description: 'Records seen so far that lack a value' }),
  updated_count: Type.Integer({ description: 'Records filled in; of a dry run, those that would be' }),
  source_breakdown: Type.Record(Type.String(), Type.Integer()),
  samples: Type.Array(Type.Unknown(), { description: 'At most ten of them' }),
  started_at: Type.String({ format: 'date-time' }),
  completed_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
}

export function answerBackfill(backfill: Backfill) {
  return {
    backfill_id: backfill.id,
    kind: backfill.kind,
    dry_run: backfill.dry_run,
    status: backfill.state,
    records_missing: backfill.records_seen,
    updated_count: backfill.records_updated,
    source_breakdown: sourcesOf(backfill),
    samples: backfill.samples,
    started_at: backfill.created_at.toISOString(),
    completed_at: backfill.completed_at?.toISOString() ?? null,
  }
}

/** The names that callers know for where descriptions come from. */
const FOUNDING: Record<string, string> = {
  'vc-portfolio': 'vc_portfolio',
  'vc-portfolio-file': 'vc_portfolio',
  'cb-vc-portfolio': 'vc_portfolio',
  'crunchbase-portfolio-file': 'vc_portfolio',
  'clay-company-firmographics': 'company_firmographics',
  'clay-find-companies': 'company_discovery',
  'clay-find-companies-location-parsed': 'company_discovery',
}

function sourcesOf({ kind, breakdown }: Backfill): Record<string, number> {
  if (kind !== 'company_description') return breakdown
  const named: Record<string, number> = { vc_portfolio: 0, company_firmographics: 0, company_discovery: 0 }
  for (const [source, count] of Object.entries(breakdown)) {
    const name = FOUNDING[source] ?? source
    named[name] = (named[name] ?? 0) + count
  }
  return named
}
