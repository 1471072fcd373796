import type { ColumnPlan } from '../warehouse/ingest/files/plan-columns.ts'
import { table } from './table.ts'

const SHOWN_COLUMNS = 40

/** Where each column of a file goes, so that a wrong guess is seen before it is believed. */
export function columnLines(plan: ColumnPlan): string {
  const rows = plan.columns.slice(0, SHOWN_COLUMNS).map(({ header, target }) => [`  ${header}`, target ?? '(left out)'])
  const more = plan.columns.length - rows.length
  return table(['  column', 'goes to'], rows, [40, 60]) + (more > 0 ? `\n  and ${more} more` : '')
}
