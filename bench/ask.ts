import { connect } from '../src/db/database.ts'
import { fieldsOf } from '../src/warehouse/ask/fields.ts'
import { startViewServer } from './ask-callers.ts'
import { type Combination, combinations, requireEveryField } from './ask-combinations.ts'
import { exportAll } from './ask-export.ts'
import { autocompleteP95, countP95, customersP95, typed } from './ask-lists.ts'
import { comparePages, walk } from './ask-pages.ts'
import { writePlans } from './ask-plans.ts'
import { byCombination, countAll, describe, type Measured, overAll, searchAll, timesFaster } from './ask-search.ts'
import { openAskData, readLists } from './ask-stored.ts'
import { createView } from './ask-view.ts'
import type { BenchDatabase, BenchServer } from './database.ts'
import { startHttpServer } from './http-server.ts'
import { type Limit, type Result, repeat } from './measure.ts'
import type { Sizes } from './sizes.ts'

/** What the reference needs for one round of the forty at full size, more than everything else together: so few rounds. */
const VIEW_ROUNDS = 3
const EXPORTS = 3
const FULL = 1_000_000

/**
 * Searches of leads with as many people stored as `sizes.people` says, a fifth as many companies, and 5.5 jobs each: the
 * forty combinations against a view over the same tables, deep pages, counts, alumni of customers, autocomplete.
 */
export async function ask(server: BenchServer, { people, runs, plans }: Sizes): Promise<Result[]> {
  const database = await openAskData(server, people)
  await createView(database.client)
  const all = combinations(await readLists(database))
  requireEveryField(all, Object.keys(fieldsOf.leads))
  const http = await startHttpServer(server, database)
  const view = await startViewServer(database.url)
  const counts = await countAll(http, view, all, people < FULL ? 0 : 100)
  const ours = await repeat(runs, () => searchAll(http, all))
  // Its caches are warm from counting.
  const theirs: Measured[] = []
  for (let i = 0; i < Math.min(runs, VIEW_ROUNDS); i++) theirs.push(await searchAll(view, all, 1))
  console.error(describe(all, counts, ours, theirs))
  if (plans) await explainAll(database, people, all, counts)
  const texts = await typed(database)
  const walked = await walk(http, people < FULL ? 20 : 1_000)
  const results: Result[] = [
    limit(
      'ask',
      'any of 40 searches of leads, first 50, 8 callers, 95th percentile',
      60,
      ours.map((r) => overAll(r, 0.95)),
    ),
    limit('ask-worst', 'the slowest of the 40, 95th percentile', 60, [Math.max(...byCombination(ours, 0.95))]),
    {
      name: 'ask-view',
      what: 'the 40 searches by 8 callers, median',
      against: 'a view over the same tables',
      unit: 'searches/s of one caller',
      required: 3,
      rounds: theirs.map((round, i) => timesFaster(ours[i] ?? round, round)),
    },
    {
      name: 'ask-page-1000',
      what: 'page 1,000 by cursor, median of the search where it is worst',
      against: 'its page 1',
      unit: 'pages/s',
      required: 1 / 1.5,
      rounds: await repeat(runs, () => comparePages(http, walked)),
    },
    limit(
      'ask-count-exact',
      'exact count for five criteria, one caller, 95th percentile',
      250,
      await repeat(runs, () => countP95(http, 'exact')),
    ),
    limit('ask-count-estimated', 'the same estimated', 30, await repeat(runs, () => countP95(http, 'estimated'))),
    limit(
      'ask-customers',
      'leads who worked at one of 500 customers, 8 callers, 95th percentile',
      120,
      await repeat(runs, () => customersP95(http)),
    ),
    limit(
      'ask-autocomplete',
      'companies by what is typed, 8 callers, 95th percentile',
      15,
      await repeat(runs, () => autocompleteP95(http, texts)),
    ),
  ]
  await view.stop()
  await http.stop()
  results.push(...(await exports(server, database, all)))
  await database.close()
  return results
}

/** By a process that has served some searches and nothing else: what it had grown to before would count for it. */
async function exports(server: BenchServer, database: BenchDatabase, all: readonly Combination[]): Promise<Limit[]> {
  const http = await startHttpServer(server, database)
  await searchAll(http, all, 1)
  const { seconds, grownMb } = await exportAll(http, EXPORTS)
  await http.stop()
  return [
    { name: 'ask-export', what: 'export of all leads to Parquet, one caller', unit: 's', below: 60, values: seconds },
    { name: 'ask-export-memory', what: 'growth of the server meanwhile', unit: 'MB', below: 150, values: [grownMb] },
  ]
}

async function explainAll({ url }: BenchDatabase, ...of: [number, Combination[], number[]]): Promise<void> {
  const db = connect(url)
  await writePlans(db, ...of)
  await db.close()
}

function limit(name: string, what: string, below: number, values: number[]): Limit {
  return { name, what, unit: 'ms', below, values }
}
