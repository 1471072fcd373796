import type { Database } from '../../src/db/database.ts'
import { startIngest } from '../../src/warehouse/ingest/engine.ts'
import type { Submission } from '../../src/warehouse/ingest/submission.ts'
import { companyFirmographics } from '../../src/warehouse/workflows/company-firmographics.ts'
import { personProfile } from '../../src/warehouse/workflows/person-profile.ts'
import { stateOf } from './state.ts'
import { submission } from './submit.ts'

/** What merges log and tell others: grows with every decision, and is no part of what the warehouse believes. */
const LOGS = ['core.identity_merges', 'core.identity_changes']

/** Every row of every derived table, without times of writing and without the logs of decisions. */
export async function believedState(db: Database): Promise<Record<string, string[]>> {
  const state = await stateOf(db)
  for (const name of LOGS) delete state[name]
  return state
}

/** Ingests one after the other, each answered with 200. */
export async function ingestAll(db: Database, submissions: readonly Submission[]): Promise<void> {
  const engine = await startIngest({ db })
  for (const one of submissions) {
    const { status, body } = await engine.submit(one)
    if (status !== 200) throw new Error(JSON.stringify(body))
  }
  await engine.close()
}

export function company(domain: string, values: Record<string, unknown>): Submission {
  return submission(companyFirmographics, { company_domain: domain, raw_payload: { name: domain, ...values } })
}

export interface JobText {
  title: string
  at: string
  from: string
  to?: string
}

export function person(slug: string, jobs: readonly JobText[], values: Record<string, unknown> = {}): Submission {
  return submission(personProfile, {
    linkedin_url: `https://www.linkedin.com/in/${slug}`,
    workflow_slug: 'clay-person-profile',
    raw_payload: {
      slug,
      name: slug,
      experience: jobs.map(({ title, at, from, to }) => ({
        title,
        company: at,
        company_domain: `${at.toLowerCase()}.example`,
        start_date: from,
        end_date: to ?? null,
        is_current: to === undefined,
      })),
      ...values,
    },
  })
}
