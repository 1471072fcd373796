import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import type { App } from '../route.ts'

/**
 * Answers what no route takes: 405 with `Allow` where the path is known under other methods, else 404. OPTIONS of a
 * known path is 204 with `Allow`. Call it before routes are registered.
 */
export function answerUnknownRoutes(app: App): void {
  const routes: { pattern: RegExp; methods: Set<string> }[] = []
  const byUrl = new Map<string, Set<string>>()

  app.addHook('onRoute', ({ url, method }) => {
    let methods = byUrl.get(url)
    if (methods === undefined) {
      methods = new Set(['OPTIONS'])
      byUrl.set(url, methods)
      const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[^\w-]/g, '\\$&')))
      routes.push({ pattern: new RegExp(`^${parts.join('/')}/?$`), methods })
    }
    for (const name of Array.isArray(method) ? method : [method]) methods.add(name)
  })

  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const path = (request.raw.url ?? '').split('?', 1)[0] ?? ''
    const allowed = routes.find(({ pattern }) => pattern.test(path))?.methods
    if (allowed !== undefined) reply.header('allow', [...allowed].join(', '))
    if (allowed !== undefined && request.method === 'OPTIONS') return reply.code(204).send()
    if (allowed !== undefined || request.method === 'TRACE') {
      throw new AppError(405, 'method_not_allowed', `${request.method} is not possible here`)
    }
    throw new AppError(404, 'route_not_found', 'There is no such route; GET /openapi.json lists them all')
  })
}
