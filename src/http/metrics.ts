import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { Type } from 'typebox'
import type { Database } from '../db/database.ts'
import { type App, problems } from '../route.ts'
import type { Ingest, IngestObserver } from '../warehouse/ingest/submission.ts'

export interface Metrics {
  /** What the engine reports to. */
  ingest: IngestObserver
  /** A payload that was refused before it reached the engine. */
  refused(slug: string, code: string): void
  request(method: string, route: string, status: number, seconds: number): void
  /** Shows queue and pool from now on. */
  watch(sources: { db: Database; queue: Pick<Ingest, 'depth'> }): void
  page(): Promise<string>
}

/** The numbers of one process, in a registry of their own. */
export function createMetrics(): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  collectDefaultMetrics({ register: registry })
  const payloads = new Counter({
    name: 'galena_payloads_total',
    help: 'Payloads by workflow and outcome',
    labelNames: ['workflow', 'outcome'],
    registers,
  })
  const refusals = new Counter({
    name: 'galena_refusals_total',
    help: 'Bodies that were refused, by error code',
    labelNames: ['code'],
    registers,
  })
  const sizes = new Histogram({
    name: 'galena_batch_payloads',
    help: 'Payloads per transaction',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  })
  const commits = new Histogram({
    name: 'galena_batch_seconds',
    help: 'Time from the begin of a transaction to its commit',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
    registers,
  })
  const requests = new Histogram({
    name: 'galena_http_request_seconds',
    help: 'Time from the headers of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers,
  })

  function watch({ db, queue }: { db: Database; queue: Pick<Ingest, 'depth'> }): void {
    new Gauge({
      name: 'galena_queue_payloads',
      help: 'Payloads waiting or being written',
      registers,
      collect() {
        this.set(queue.depth())
      },
    })
    new Gauge({
      name: 'galena_pool_connections',
      help: 'Database connections by state, and requests that wait for one',
      labelNames: ['state'],
      registers,
      collect() {
        this.set({ state: 'open' }, db.pool.totalCount)
        this.set({ state: 'idle' }, db.pool.idleCount)
        this.set({ state: 'waiting' }, db.pool.waitingCount)
      },
    })
  }

  return {
    ingest: {
      settled: (workflow, outcome, count) => payloads.inc({ workflow, outcome }, count),
      batch(size, milliseconds) {
        sizes.observe(size)
        commits.observe(milliseconds / 1000)
      },
    },
    refused(workflow, code) {
      payloads.inc({ workflow, outcome: 'refused' })
      refusals.inc({ code })
    },
    request: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    watch,
    page: () => registry.metrics(),
  }
}

/** Inside the scope `read`. */
export function metricsRoutes(app: App, metrics: Metrics): void {
  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'metrics',
        tags: ['operations'],
        summary: 'Numbers of this process for Prometheus',
        response: {
          200: { description: 'Prometheus text format', content: { 'text/plain': { schema: Type.String() } } },
          ...problems(),
        },
      },
    },
    async (_request, reply) => reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.page()),
  )
}
