import { type Command, Option } from 'commander'
import { refused } from '../../errors.ts'
import { type CliContext, print } from '../context.ts'
import { withServer } from '../open-database.ts'

const examples = `
Examples:
  psql "$(galena db url)"
  psql "$(galena db url --role app)"    the role that is bound by row-level security

The embedded server keeps its port, so the address stays the same as long as nobody else takes that port.`

export function addDb(program: Command, context: CliContext): void {
  const db = program.command('db').description('the database behind Galena')
  db.command('url')
    .description('print the connection string, and nothing else, on stdout')
    .addOption(new Option('--role <role>', 'who connects').choices(['superuser', 'app']).default('superuser'))
    .addHelpText('after', examples)
    .action(({ role }: { role: 'superuser' | 'app' }) =>
      withServer(context, async ({ url, embedded }) => {
        if (embedded === undefined) {
          if (role === 'app') {
            throw refused(
              'role_not_known',
              'Only the embedded database has a role of ours: DATABASE_URL names one role',
            )
          }
          print(context.out, url)
          return
        }
        print(context.out, embedded.urlFor(role))
        if (!embedded.attached) {
          print(context.err, 'The embedded server was not running and stops again now: keep it with `galena start`.')
        }
      }),
    )
}
