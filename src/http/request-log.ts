import type { App } from '../route.ts'
import type { Metrics } from './metrics.ts'

/** Asked every few seconds by whatever watches the process. */
const PROBES = new Set(['/health', '/ready'])

/**
 * One line per request, with ids. The route's pattern stands for the URL: paths and queries hold what callers write
 * there, which may be a key.
 */
export function logRequests(app: App, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode, elapsedTime } = reply
    const route = request.routeOptions.url ?? 'unknown'
    metrics.request(request.method, route, statusCode, elapsedTime / 1000)
    const level = statusCode >= 500 ? 'warn' : PROBES.has(route) ? 'debug' : 'info'
    request.log[level](
      {
        method: request.method,
        route,
        status: statusCode,
        ms: Math.round(elapsedTime * 10) / 10,
        key: request.caller?.keyId,
        workflow: request.note.workflow,
        raw_id: request.note.rawId,
        quarantine_id: request.note.quarantineId,
        code: request.note.code,
        lines: request.note.lines,
      },
      'request',
    )
  })
  app.addHook('onRequestAbort', async (request) => {
    const route = request.routeOptions.url ?? 'unknown'
    request.log.info({ method: request.method, route, key: request.caller?.keyId, aborted: true }, 'request')
  })
}
