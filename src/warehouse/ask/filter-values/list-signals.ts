import type { Tx } from '../../../db/database.ts'
import { readFilter } from '../filter/read-filter.ts'
import { countMatches } from '../search/count-matches.ts'
import type { SignalOption } from './schema.ts'

/** Signals that a search can ask for on its own, as its filter: the windows are those of the routes. */
const filters: Record<string, Record<string, unknown>> = {
  new_in_role: { job_start_date: { within_days: 90 } },
  recently_promoted: { promotion_date: { within_days: 180 } },
  at_vc_portfolio: { vc_backed: true },
  job_change: { job_change_date: { within_days: 90 } },
  recently_funded: { funding_date: { within_days: 180 } },
  job_posting: { job_posting_date: { within_days: 30 } },
  new_hire: { new_hire_date: { within_days: 30 } },
}

/** Signals that are offered as filters, with how many people have each: estimated above 10,000. */
export async function listSignals(tx: Tx): Promise<SignalOption[]> {
  const rows = await tx.query<Pick<SignalOption, 'name' | 'display_name' | 'endpoint' | 'sort_order'>>(
    `select name, display_name, endpoint, coalesce(sort_order, 0) as sort_order from reference.signals
     order by sort_order, name limit 1000`,
  )
  const options: SignalOption[] = []
  for (const row of rows) {
    const filter = Object.hasOwn(filters, row.name) ? (filters[row.name] ?? null) : null
    const count = filter === null ? ({ people_count: null, count_is: 'none' } as const) : await countPeople(tx, filter)
    options.push({ ...row, filter, ...count })
  }
  return options
}

async function countPeople(tx: Tx, filter: Record<string, unknown>) {
  const { total, total_is } = await countMatches(tx, 'leads', readFilter('leads', filter), 'estimated')
  return { people_count: total, count_is: total_is }
}
