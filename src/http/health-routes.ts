import { Type } from 'typebox'
import { type App, problems } from '../route.ts'

export interface Check {
  ok: boolean
  /** What is missing and what to do, when it is not ok. */
  why?: string
}

/** What must be in order before traffic is sent here. Checks must not throw and answer within seconds. */
export interface Readiness {
  database(): Promise<Check>
  migrations(): Promise<Check>
  jobs(): Promise<Check>
}

const CheckAnswer = Type.Object({ ok: Type.Boolean(), why: Type.Optional(Type.String()) })
const ReadyAnswer = Type.Object({
  ready: Type.Boolean(),
  database: CheckAnswer,
  migrations: CheckAnswer,
  jobs: CheckAnswer,
})

export function healthRoutes(app: App, { readiness, version }: { readiness: Readiness; version: string }): void {
  app.get(
    '/health',
    {
      schema: {
        operationId: 'health',
        tags: ['operations'],
        summary: 'Is the process alive?',
        security: [],
        response: {
          200: Type.Object({ status: Type.Literal('ok'), version: Type.String() }, { description: 'It is' }),
          ...problems(400),
        },
      },
    },
    async () => ({ status: 'ok' as const, version }),
  )

  app.get(
    '/ready',
    {
      schema: {
        operationId: 'ready',
        tags: ['operations'],
        summary: 'Are database, migrations and jobs ready?',
        description: '503 until all three are; each says why not.',
        security: [],
        response: {
          200: { description: 'All three', ...ReadyAnswer },
          503: { description: 'Not yet', ...ReadyAnswer },
          ...problems(400),
        },
      },
    },
    async (_request, reply) => {
      const database = await readiness.database()
      const [migrations, jobs] = database.ok
        ? await Promise.all([readiness.migrations(), readiness.jobs()])
        : [{ ok: false, why: 'The database is not reachable' }, await readiness.jobs()]
      const ready = database.ok && migrations.ok && jobs.ok
      if (!ready) reply.header('retry-after', '2')
      return reply.code(ready ? 200 : 503).send({ ready, database, migrations, jobs })
    },
  )
}
