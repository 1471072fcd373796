import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { asOperator, type Database, type Tx } from '../src/db/database.ts'
import { readFilter } from '../src/warehouse/ask/filter/read-filter.ts'
import { findPage } from '../src/warehouse/ask/search/find-page.ts'
import type { Sort } from '../src/warehouse/ask/search/sorts.ts'
import type { Combination } from './ask-combinations.ts'

const file = fileURLToPath(new URL('./plans.md', import.meta.url))

/** How PostgreSQL finds the first page of each combination, in short form: nodes, rows, pages and times. */
export async function writePlans(
  db: Database,
  people: number,
  all: readonly Combination[],
  counts: readonly number[],
): Promise<void> {
  const parts: string[] = []
  for (const [i, { name, filter, sort }] of all.entries()) {
    const plans = await asOperator(db, (tx) => explainPage(tx, filter, sort as Sort | undefined))
    const asked = JSON.stringify(filter)
    const shown = asked.length > 300 ? `${asked.slice(0, 300)} …` : asked
    parts.push(`## ${name}\n\n\`${shown}\`\n\n${counts[i]} leads\n\n\`\`\`\n${plans.join('\n\n')}\n\`\`\`\n`)
  }
  const title = `# Plans of the forty searches\n\nWritten by \`npm run bench -- --only ask --plans\` with ${people} people. A page takes one statement or two.\n`
  await writeFile(file, `${title}\n${parts.join('\n')}`)
}

/** Runs the statements of a first page once for the caches, and then each with the plan that it has. */
async function explainPage(tx: Tx, filter: Record<string, unknown>, sort: Sort | undefined): Promise<string[]> {
  const statements: { text: string; values: unknown[] | undefined; isSetting: boolean }[] = []
  const recording: Tx = {
    ...tx,
    query(text, values) {
      statements.push({ text, values, isSetting: false })
      return tx.query(text, values)
    },
    send(text, values) {
      statements.push({ text, values, isSetting: true })
      tx.send(text, values)
    },
  }
  await findPage(recording, { kind: 'leads', where: readFilter('leads', filter), sort, limit: 50 })
  tx.send('set local enable_seqscan = on')
  const plans: string[] = []
  for (const { text, values, isSetting } of statements) {
    if (isSetting) tx.send(text, values)
    else if (text.includes('_search s')) plans.push(await explain(tx, text, values))
  }
  return plans
}

async function explain(tx: Tx, text: string, values: unknown[] | undefined): Promise<string> {
  const rows = await tx.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers, costs off) ${text}`, values)
  const lines = rows.map((row) => row['QUERY PLAN'])
  const planning = lines.findIndex((line) => line.startsWith('Planning'))
  const kept = lines.filter(
    (line, i) =>
      i === 0 ||
      line.includes('->') ||
      line.startsWith('Execution Time') ||
      (i < planning && /Rows Removed|Sort Method|Heap Blocks/.test(line)) ||
      lines.findIndex((other) => other.trimStart().startsWith('Buffers')) === i,
  )
  return kept.map((line) => (line.length > 160 ? `${line.slice(0, 159)}…` : line)).join('\n')
}
