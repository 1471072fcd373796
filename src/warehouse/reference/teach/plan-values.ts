import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import type { Warehouse } from '../../ingest/settle-items.ts'
import { canonicalValues } from '../canonical-values.ts'
import { refoldInBatches } from './refold-in-batches.ts'
import type { ValueKind } from './schema.ts'
import { type Plan, tally } from './tally.ts'

/** Where observations of companies hold the raw text, and the column of core.companies that shows what it means. */
const columns = {
  industry: { said: `o.fields ->> 'industry'`, column: 'industry' },
  employee_range: { said: `o.fields ->> 'size_range'`, column: 'size_range' },
  country: { said: `o.fields -> 'location' ->> 'country'`, column: 'country' },
} as const satisfies Record<ValueKind, object>

/**
 * Makes companies of which these values (normalised keys) are said show what the values mean now. Core shows the meaning
 * only: the raw text is looked for in what was said, and whoever said it, the companies are folded again.
 */
export async function planValues(
  db: Database,
  warehouse: Warehouse,
  kind: ValueKind,
  keys: readonly string[],
): Promise<Plan> {
  const { shown, subjects } = await asOperator(db, (tx) => findSaid(tx, kind, keys))
  return {
    place: `core.companies.${columns[kind].column}`,
    shown,
    run: () => refoldInBatches(db, warehouse, 'company', subjects),
  }
}

interface Said {
  subject: string
  raw: string
  key: string
  /** What core shows of the company of this domain. */
  shows: string | null
}

async function findSaid(tx: Tx, kind: ValueKind, keys: readonly string[]) {
  const { said, column } = columns[kind]
  const rows = await tx.query<Said>(
    `select s.*, c.${column} as shows
     from (select distinct o.subject, ${said} as raw, reference.normalize_key(${said}) as key
       from core.company_observations o where reference.normalize_key(${said}) = any($1)) s
     left join core.companies c on s.subject = 'domain:' || c.domain
     order by s.subject`,
    [keys],
  )
  const meaning = await canonicalValues(
    tx,
    rows.map(({ raw }) => ({ kind, raw })),
  )
  const counts = rows.map(({ raw, key }) => ({ raw, key, rows: 1 }))
  const stale = rows.filter(({ raw, shows }) => shows !== meaning(kind, raw))
  return { shown: tally(counts, stale), subjects: rows.map(({ subject }) => subject) }
}
