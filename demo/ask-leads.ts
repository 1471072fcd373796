import type { CliContext } from '../src/cli/context.ts'
import { startProgress } from '../src/cli/progress.ts'
import { asOperator, type Database } from '../src/db/database.ts'
import { readFilter } from '../src/warehouse/ask/filter/read-filter.ts'
import { countMatches } from '../src/warehouse/ask/search/count-matches.ts'
import { findPage } from '../src/warehouse/ask/search/find-page.ts'
import { readLeads } from '../src/warehouse/ask/search/read-rows.ts'
import type { LeadRow } from '../src/warehouse/ask/search/schema.ts'
import { workOff } from '../src/warehouse/ask/search-index/bring-up.ts'

/** What a sales team would ask. The directory of the sample has tags where LinkedIn has industries. */
export const demoQuestion = {
  seniority: ['VP', 'Director'],
  title: ['marketing', 'growth'],
  tag: ['SaaS', 'B2B', 'Developer Tools', 'AI'],
  employee_count: { min: 51, max: 500 },
  person_country: 'United States',
  job_start_date: { within_days: 90 },
}

export interface FoundLeads {
  leads: LeadRow[]
  total: number
  milliseconds: number
}

/** Makes the search rows of everything that was just stored, which the server would do by itself within some minutes. */
export async function makeSearchable(context: CliContext, db: Database): Promise<void> {
  const { rows } = await db.pool.query<{ total: number }>(
    `select (select count(*) from core.company_search_changes)::integer
       + (select count(*) from core.person_search_changes)::integer as total`,
  )
  const total = rows[0]?.total ?? 0
  if (total === 0) return
  const progress = startProgress(context, { label: 'search', total, unit: 'rows' })
  let done = 0
  try {
    await workOff(db, {
      wait: true,
      after(count) {
        done = Math.min(total, done + count)
        progress.update({ done, refused: 0, position: done })
      },
    })
  } finally {
    progress.stop()
  }
}

export async function askLeads(db: Database): Promise<FoundLeads> {
  const where = readFilter('leads', demoQuestion)
  const begun = performance.now()
  return asOperator(db, async (tx) => {
    const { ids } = await findPage(tx, { kind: 'leads', where, sort: 'job_start_date', limit: 50 })
    const [leads, { total }] = [await readLeads(tx, ids), await countMatches(tx, 'leads', where)]
    return { leads, total, milliseconds: performance.now() - begun }
  })
}
