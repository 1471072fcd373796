import pc from 'picocolors'
import { pino } from 'pino'
import { type CliContext, print } from '../src/cli/context.ts'
import { count, counted, duration } from '../src/cli/format.ts'
import { withWarehouse } from '../src/cli/open-database.ts'
import { startProgress } from '../src/cli/progress.ts'
import { openResumeState } from '../src/cli/resume-state.ts'
import type { Config } from '../src/config.ts'
import { asOperator } from '../src/db/database.ts'
import { type Galena, startGalena } from '../src/start.ts'
import { askLeads, makeSearchable } from './ask-leads.ts'
import { askCompanies, countHits, readFacts, readHistory } from './facts.ts'
import { generatePerson } from './generate-people.ts'
import { printAnswer, printFacts, printHistory, printLeads, printNext } from './print-demo.ts'
import { readSample, type Sample } from './sample.ts'
import { type Sent, sendLines } from './send-lines.ts'
import { teachLocations } from './teach-locations.ts'

export interface DemoOptions {
  /** How many people are invented. */
  people: number
  /** Whether the port may be another one when it is taken: nobody asked for this one. */
  anyPort: boolean
}

const INDUSTRY = 'Financial Services'
const COUNTRY = 'United States'

/**
 * Starts the server, sends the bundled sample and invented people through it as any sender would, and shows what they
 * became. Returns the running server.
 */
export async function runDemo(context: CliContext, config: Config, { people, anyPort }: DemoOptions): Promise<Galena> {
  const colors = pc.createColors(context.out.isTTY === true && !context.env.NO_COLOR)
  const say = (text = '') => print(context.out, text)
  say()
  say(`  ${colors.bold('Galena')}  payloads in, canonical companies and people out`)
  say()
  const galena = await start(config, context, anyPort)
  try {
    const sample = readSample()
    await withWarehouse(context, async ({ db }) => {
      await asOperator(db, (tx) => teachLocations(tx, sample.locations))
      const today = await dayOfTheDemo(config)
      // Only the last body of a company is recognised: its older hit, after the newer one, would be news again.
      const isHere = (await asOperator(db, countHits)) >= sample.lines.length
      const hits = isHere ? sample.newest : sample.lines
      const companies = await send(context, galena, 'yc-company', hits, 'companies')
      const persons = await send(
        context,
        galena,
        'clay-person-profile',
        peopleOf(sample, people, today),
        'people',
        people,
      )
      sayWhatWasSent(say, companies, persons)
      const facts = await asOperator(db, readFacts)
      printFacts(say, colors, facts)
      const found = await asOperator(db, (tx) => askCompanies(tx, INDUSTRY, COUNTRY))
      printAnswer(say, colors, INDUSTRY, COUNTRY, found)
      await makeSearchable(context, db)
      printLeads(say, colors, await askLeads(db))
      const history = await asOperator(db, readHistory)
      if (history !== undefined) printHistory(say, colors, history)
    })
    printNext(say, colors, galena, config)
    return galena
  } catch (error) {
    await galena.stop()
    throw error
  }
}

async function start(config: Config, context: CliContext, anyPort: boolean): Promise<Galena> {
  // The server's request log would tear the page apart; what is wrong is still told.
  const log = pino({ level: config.logLevel === 'info' ? 'error' : config.logLevel }, context.err)
  try {
    return await startGalena(config, { log })
  } catch (error) {
    if (!anyPort || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    return startGalena({ ...config, port: 0 }, { log })
  }
}

/** The careers of the invented people end today. A second run within a day tells the same again, word for word. */
async function dayOfTheDemo(config: Config): Promise<string> {
  const state = openResumeState<{ today: string; at: number }>(config, 'demo', 'day')
  const known = await state.read()
  if (known !== undefined && Date.now() - known.at < 86_400_000) return known.today
  const today = new Date().toISOString().slice(0, 10)
  await state.write({ today, at: Date.now() })
  return today
}

function* peopleOf({ employers }: Sample, count: number, today: string): Generator<string> {
  for (let seed = 0; seed < count; seed++) yield JSON.stringify(generatePerson(seed, { companies: employers, today }))
}

async function send(
  context: CliContext,
  galena: Galena,
  slug: string,
  lines: Iterable<string>,
  label: string,
  total = (lines as string[]).length,
): Promise<Sent> {
  const progress = startProgress(context, { label, total, unit: 'payloads' })
  try {
    return await sendLines(galena, slug, lines, ({ answered, refused }) =>
      progress.update({ done: answered, refused, position: answered }),
    )
  } finally {
    progress.stop()
  }
}

function sayWhatWasSent(say: (text?: string) => void, companies: Sent, people: Sent): void {
  const line = (label: string, { answered, seconds }: Sent, what: string) =>
    say(
      `  ${label.padEnd(10)} ${count(answered).padStart(7)} ${what} in ${duration(seconds)}, ${count(Math.round(answered / seconds))}/s`,
    )
  line('Companies', companies, "search hits of Y Combinator's directory")
  line('People', people, 'profiles of people who do not exist')
  const known = companies.known + people.known
  const all = companies.answered + people.answered
  say()
  if (known === all) say('  Everything was known already: nothing was stored twice.')
  else if (known > 0) say(`  ${counted(known, 'payload')} were known already: they were not stored twice.`)
  else say('  Send them again, and nothing is stored twice: run the demo a second time.')
}
