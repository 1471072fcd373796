import { type Command, InvalidArgumentError } from 'commander'
import { runDemo } from '../../../demo/run-demo.ts'
import { readConfig } from '../../config.ts'
import { type CliContext, print } from '../context.ts'
import { untilStopped } from './start.ts'

const examples = `
Examples:
  npm run demo
  galena demo --exit           show everything and stop
  galena demo --people 1000    a smaller crowd

A second run finds that everything is known already. To begin anew, remove the data folder (.galena).`

export function addDemo(program: Command, context: CliContext): void {
  program
    .command('demo')
    .description(
      'send a sample of real companies and 20,000 invented people through a server, and show what they became',
    )
    .option('--exit', 'stop the server at the end instead of leaving it running')
    .option('--people <count>', 'how many people are invented', wholeNumber, 20_000)
    .addHelpText('after', examples)
    .action(async ({ exit, people }: { exit?: boolean; people: number }) => {
      const config = readConfig(context.env)
      const galena = await runDemo(context, config, { people, anyPort: !context.env.PORT })
      print(
        context.out,
        `  ${exit === true ? 'The server stops now: npm start.' : 'The server runs until you press Ctrl-C.'}\n`,
      )
      if (exit !== true) await untilStopped(context.stopped)
      await galena.stop()
    })
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
