import type { ColumnPlan } from '../warehouse/ingest/files/plan-columns.ts'
import { type CliContext, print } from './context.ts'
import { table } from './table.ts'

const SHOWN_COLUMNS = 40

/** Where each column of a file goes, so that a wrong guess is seen before it is believed. */
export function printPlan(context: CliContext, plan: ColumnPlan): void {
  const rows = plan.columns.slice(0, SHOWN_COLUMNS).map(({ header, target }) => [`  ${header}`, target ?? '(left out)'])
  const more = plan.columns.length - rows.length
  print(context.err, table(['  column', 'goes to'], rows, [40, 60]))
  if (more > 0) print(context.err, `  and ${more} more`)
}
