import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import fastify, { type FastifyBaseLogger, LogController, type RawServerDefault } from 'fastify'
import type { Logger } from 'pino'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import type { Database } from '../db/database.ts'
import { type Outbound, openOutbound } from '../outbound/open-outbound.ts'
import type { App, RequestNote } from '../route.ts'
import type { KeyRing } from '../tenants/keys/key-ring.ts'
import { keyRoutes } from '../tenants/keys/routes.ts'
import { browseRoutes } from '../warehouse/ask/browse/routes.ts'
import { companyByRoutes } from '../warehouse/ask/companies/by-routes.ts'
import { companyRoutes } from '../warehouse/ask/companies/company-routes.ts'
import { companyListRoutes } from '../warehouse/ask/companies/list-routes.ts'
import { exportFileRoutes, exportLinkRoutes } from '../warehouse/ask/exports/file-routes.ts'
import { exportRoutes } from '../warehouse/ask/exports/routes.ts'
import { filterValueRoutes } from '../warehouse/ask/filter-values/routes.ts'
import { gapRoutes } from '../warehouse/ask/gaps/routes.ts'
import { topVcRoutes } from '../warehouse/ask/gaps/top-vc-routes.ts'
import { changeIcpRoutes } from '../warehouse/ask/icp/change-routes.ts'
import { deriveIcpRoutes } from '../warehouse/ask/icp/derive/routes.ts'
import { icpRoutes } from '../warehouse/ask/icp/routes.ts'
import { pastEmployerRoutes } from '../warehouse/ask/leads/past-employers/routes.ts'
import { priorityCompanyRoutes, watchCompanyRoutes } from '../warehouse/ask/leads/priority/routes.ts'
import { leadRoutes } from '../warehouse/ask/leads/routes.ts'
import { peopleRoutes } from '../warehouse/ask/people/routes.ts'
import { linkRoutes } from '../warehouse/ask/saved-searches/links/link-routes.ts'
import { shareRoutes } from '../warehouse/ask/saved-searches/links/share-routes.ts'
import { savedSearchRoutes } from '../warehouse/ask/saved-searches/routes.ts'
import { runRoutes } from '../warehouse/ask/saved-searches/run-routes.ts'
import { searchRoutes } from '../warehouse/ask/search/routes.ts'
import { markSignalRoutes, signalRoutes, switchSignalRoutes } from '../warehouse/ask/signals/routes.ts'
import { snapshotRoutes, storeSnapshotRoutes } from '../warehouse/ask/signals/snapshots/routes.ts'
import { targetLeadListRoutes, targetLeadRoutes } from '../warehouse/ask/target-leads/routes.ts'
import { showTargetViewRoutes, targetViewRoutes } from '../warehouse/ask/target-views/routes.ts'
import { mergeRoutes } from '../warehouse/identity/decisions/merge-routes.ts'
import { answerReviewRoutes, identityRoutes } from '../warehouse/identity/decisions/review-routes.ts'
import { resolveRoutes } from '../warehouse/identity/resolve/routes.ts'
import { type Intake, openIntake } from '../warehouse/ingest/intake.ts'
import { quarantineReplayRoutes, quarantineRoutes } from '../warehouse/ingest/quarantine/routes.ts'
import { readRecord } from '../warehouse/ingest/read-body.ts'
import { ingestRoutes } from '../warehouse/ingest/routes.ts'
import type { Ingest } from '../warehouse/ingest/submission.ts'
import { uploadRoutes } from '../warehouse/ingest/upload-routes.ts'
import { pinRoutes } from '../warehouse/provenance/pins/routes.ts'
import { changeRankRoutes, rankRoutes } from '../warehouse/provenance/ranks/routes.ts'
import { payloadRoutes, provenanceRoutes } from '../warehouse/provenance/routes.ts'
import { backfillProgressRoutes, backfillRoutes } from '../warehouse/reference/backfills/routes.ts'
import { keyedLookupRoutes } from '../warehouse/reference/lookups/keyed-routes.ts'
import { textLookupRoutes } from '../warehouse/reference/lookups/text-routes.ts'
import { lookupUpdateRoutes } from '../warehouse/reference/lookups/update-routes.ts'
import { companyNameRoutes } from '../warehouse/reference/names/routes.ts'
import { teachingRoutes, teachRoutes, undoRoutes } from '../warehouse/reference/teach/routes.ts'
import { controlSendingRoutes, sendingRoutes, startWaterfallRoutes } from '../warehouse/sending/routes.ts'
import { statusRoutes } from '../warehouse/status/routes.ts'
import type { Catalog } from '../warehouse/workflows/registry.ts'
import { enrichmentWorkflowRoutes } from '../warehouse/workflows/registry-routes.ts'
import { registerWorkflowRoutes, workflowRoutes } from '../warehouse/workflows/routes.ts'
import { answerClientError } from './client-error.ts'
import { answerError, describe } from './errors.ts'
import { healthRoutes, type Readiness } from './health-routes.ts'
import { refuseKeyInUrl } from './key-in-url.ts'
import { httpLimits } from './limits.ts'
import { limitsRoutes } from './limits-routes.ts'
import { type Metrics, metricsRoutes } from './metrics.ts'
import { answerUnknownRoutes } from './not-found.ts'
import { describeRoutes, documentRoutes } from './openapi.ts'
import { logRequests } from './request-log.ts'
import { enclose } from './scope.ts'
import { tokenBuckets } from './token-bucket.ts'

export interface AppValues {
  log: Logger
  db: Database
  keys: KeyRing
  metrics: Metrics
  readiness: Readiness
  catalog: Catalog
  ingest: Ingest
  version: string
  /** The way out. Unless given, one that reaches the public internet only. */
  outbound?: Outbound
  /** Requests per second of each key and how many at once; the limits of GET /v1/limits unless given. */
  rate?: { perSecond: number; burst: number }
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** The whole HTTP surface over values that exist already. `listen` or `inject` is the caller's business. */
export function buildApp(values: AppValues): App {
  const app: App = fastify<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger>({
    loggerInstance: values.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: () => randomUUID(),
    bodyLimit: httpLimits.managementBytes,
    // Long streams must live: slow bodies and idle streams have deadlines of their own.
    requestTimeout: 0,
    keepAliveTimeout: httpLimits.keepAliveSeconds * 1000,
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    clientErrorHandler: answerClientError,
    // A URL that cannot be routed at all: no hook ran for it.
    frameworkErrors(error, request, reply) {
      request.note = {}
      reply.headers(HEADERS).header('x-request-id', request.id)
      answerError(error, request, reply)
      request.log.info({ method: request.method, route: 'unknown', status: reply.statusCode }, 'request')
    },
    http: {
      maxHeaderSize: httpLimits.headerBytes,
      headersTimeout: httpLimits.headerSeconds * 1000,
      connectionsCheckingInterval: 5_000,
    },
  }).withTypeProvider()
  app.server.maxConnections = httpLimits.connections
  app.decorateRequest('caller', null)
  app.decorateRequest('note', null as unknown as RequestNote)
  app.setErrorHandler(answerError)
  compileSchemasLate(app)
  readJsonStrictly(app)
  logRequests(app, values.metrics)
  endUnreadBodies(app)
  app.addHook('onRequest', async (request, reply) => {
    request.note = {}
    reply.headers(HEADERS).header('x-request-id', request.id)
    await refuseKeyInUrl(request, values.keys)
  })
  answerUnknownRoutes(app)
  describeRoutes(app, values.version)
  app.register(async (open: App) => {
    healthRoutes(open, values)
    documentRoutes(open)
    shareRoutes(open, values)
    exportLinkRoutes(open, values)
  })
  enclosedRoutes(app, values)
  return app
}

function enclosedRoutes(app: App, values: AppValues): void {
  const { perSecond, burst } = values.rate ?? {
    perSecond: httpLimits.requestsPerSecond,
    burst: httpLimits.requestBurst,
  }
  const door = { keys: values.keys, buckets: tokenBuckets(perSecond, burst) }
  const intake = intakeOf(app, values)
  const sending = { db: values.db, outbound: values.outbound ?? openOutbound({ allow: [] }) }
  enclose(app, door, 'ingest', (inside) => {
    ingestRoutes(inside, intake)
    uploadRoutes(inside, intake)
  })
  enclose(app, door, 'ingest', (inside) => {
    quarantineReplayRoutes(inside, intake)
    lookupUpdateRoutes(inside, intake)
    teachRoutes(inside, values)
    startWaterfallRoutes(inside, sending)
    backfillRoutes(inside, values)
    watchCompanyRoutes(inside, values)
    targetLeadRoutes(inside, values)
    markSignalRoutes(inside, values)
    storeSnapshotRoutes(inside, values)
    targetViewRoutes(inside, values)
    changeIcpRoutes(inside, values)
  })
  enclose(app, door, 'read', (inside) => {
    limitsRoutes(inside)
    metricsRoutes(inside, values.metrics)
    workflowRoutes(inside, values.catalog)
    enrichmentWorkflowRoutes(inside, values)
    statusRoutes(inside, values)
    quarantineRoutes(inside, values)
    provenanceRoutes(inside, values)
    identityRoutes(inside, values)
    rankRoutes(inside, values)
    textLookupRoutes(inside, values)
    keyedLookupRoutes(inside, values)
    teachingRoutes(inside, values)
    backfillProgressRoutes(inside, values)
    companyListRoutes(inside, values)
    companyByRoutes(inside, values)
    companyRoutes(inside, values)
    filterValueRoutes(inside, values)
    companyNameRoutes(inside, values)
    resolveRoutes(inside, values)
    exportRoutes(inside, values)
    exportFileRoutes(inside, values)
    sendingRoutes(inside, values)
    targetLeadListRoutes(inside, values)
    signalRoutes(inside, values)
    snapshotRoutes(inside, values)
    showTargetViewRoutes(inside, values)
    searchRoutes(inside, values)
    icpRoutes(inside, values)
    deriveIcpRoutes(inside, values)
    leadRoutes(inside, values)
    pastEmployerRoutes(inside, values)
    priorityCompanyRoutes(inside, values)
    peopleRoutes(inside, values)
    savedSearchRoutes(inside, values)
    runRoutes(inside, values)
  })
  enclose(app, door, 'admin', (inside) => {
    keyRoutes(inside, values)
    switchSignalRoutes(inside, values)
    linkRoutes(inside, values)
    mergeRoutes(inside, values)
    answerReviewRoutes(inside, values)
    pinRoutes(inside, values)
    changeRankRoutes(inside, values)
    payloadRoutes(inside, values)
    registerWorkflowRoutes(inside, values.catalog)
    undoRoutes(inside, values)
    controlSendingRoutes(inside, sending)
    gapRoutes(inside, values)
    topVcRoutes(inside, values)
    browseRoutes(inside, values)
  })
}

function intakeOf(app: App, { db, catalog, ingest, metrics, log }: AppValues): Intake {
  const stopping = new AbortController()
  // Streams may last for hours: they end when the process wants to, and everything else finishes.
  app.addHook('preClose', async () => stopping.abort())
  const observer = {
    refused: metrics.refused,
    fault: (error: unknown) => log.error({ fault: describe(error) }, 'record failed'),
  }
  return openIntake({ db, catalog, ingest, stopping: stopping.signal, observer })
}

/**
 * A body that was refused before it was read is read and thrown away by Node, so that its sender sees the answer
 * instead of a reset connection; but not for ever.
 */
function endUnreadBodies(app: App): void {
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.complete || raw.destroyed) return
    const timer = setTimeout(() => raw.complete || raw.destroy(), httpLimits.lingerSeconds * 1000)
    timer.unref()
    raw.once('close', () => clearTimeout(timer))
  })
}

/** Each schema is compiled by the first request that needs it: 60 routes at the start would cost 100 ms. */
function compileSchemasLate(app: App): void {
  app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
    let compiled: ReturnType<typeof Compile> | undefined
    return (input: unknown) => {
      compiled ??= Compile(schema)
      const value = httpPart === 'body' ? input : Value.Convert(schema, Value.Default(schema, input))
      return compiled.Check(value) ? { value } : { error: compiled.Errors(value) as never }
    }
  })
  // Answers may carry more than their schema says.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
}

/** Bodies that are no payloads are read by the same strict reader. Other content types are 415. */
function readJsonStrictly(app: App): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const expected = request.routeOptions.schema?.body !== undefined
      done(null, body.length === 0 && !expected ? undefined : readRecord(body as Buffer).value)
    } catch (error) {
      done(error as Error)
    }
  })
}
