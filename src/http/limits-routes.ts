import { Type } from 'typebox'
import { type App, problems } from '../route.ts'
import { limits } from './limits.ts'

/** Inside the scope `read`. */
export function limitsRoutes(app: App): void {
  app.get(
    '/v1/limits',
    {
      schema: {
        operationId: 'limits',
        tags: ['operations'],
        summary: 'Every limit of this server',
        response: {
          200: Type.Object({ success: Type.Literal(true), limits: Type.Record(Type.String(), Type.Number()) }),
          ...problems(),
        },
      },
    },
    async () => ({ success: true as const, limits }),
  )
}
