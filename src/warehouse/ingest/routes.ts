import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, malformed } from '../../errors.ts'
import { type App, callerOf } from '../../route.ts'
import { builtIn } from '../workflows/built-in.ts'
import { collectBody } from './collect-body.ts'
import { idempotencyKeyOf } from './idempotency-header.ts'
import { generalRouteSchema, workflowRouteSchema } from './ingest-docs.ts'
import { findRegistration, type Intake, knownSlug, type Target } from './intake.ts'
import { limits } from './limits.ts'
import { bodyKind, saysLines } from './media-type.ts'
import { type BodyAnswer, receiveBody, unknownWorkflow } from './receive-body.ts'
import { type Arrival, refuseBody } from './refuse-body.ts'
import { streamLines } from './stream-lines.ts'

declare module 'fastify' {
  interface FastifyRequest {
    sentContentType: string | undefined
  }
}

/**
 * Inside the scope `ingest`: the path of every built-in workflow that existing senders call, and the general way in.
 * Bodies are read here and never by the framework: whatever content type they claim, they must be kept when refused.
 */
export function ingestRoutes(app: App, intake: Intake): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))
  app.decorateRequest('sentContentType', undefined)
  app.addHook('onRequest', async (request) => {
    request.sentContentType = request.raw.headers['content-type']
    // Otherwise the framework would refuse a Content-Type that it cannot parse, and the body would be lost.
    request.raw.headers['content-type'] = 'application/octet-stream'
  })
  // Described for the document, checked by the workflow itself.
  app.setValidatorCompiler(() => () => true)

  for (const workflow of builtIn) {
    if (workflow.route === undefined) continue
    const { route } = workflow
    app.post(route, { schema: workflowRouteSchema(workflow) }, (request, reply) =>
      answerBody(intake, request, reply, { path: route, target: { workflow } }),
    )
  }

  app.post('/v1/ingest/:workflow_slug', { schema: generalRouteSchema }, (request, reply) => {
    const { workflow_slug: slug } = request.params as { workflow_slug: string }
    const path = `/v1/ingest/${slug}`
    return saysLines(request.sentContentType)
      ? answerStream(intake, request, reply, { path, slug })
      : answerBody(intake, request, reply, { path, target: { slug } })
  })
}

async function answerBody(
  intake: Intake,
  request: FastifyRequest,
  reply: FastifyReply,
  { path, target }: { path: string; target: Target },
): Promise<FastifyReply> {
  request.note.workflow = knownSlug(intake.catalog, target)
  const maxBytes = target.slug === undefined ? limits.recordBytes : limits.arrayBytes
  const bytes = await collectBody(request.raw, maxBytes, intake.held)
  const arrival: Arrival = {
    bytes,
    path,
    contentType: request.sentContentType,
    contentEncoding: request.headers['content-encoding'],
    keyId: callerOf(request).keyId,
    idempotencyKey: null,
  }
  try {
    arrival.idempotencyKey = idempotencyKeyOf(request.raw)
    return send(request, reply, await receiveBody(intake, arrival, target))
  } catch (error) {
    const refused = await refuseBody(intake, arrival, target, error)
    if (refused instanceof AppError) noteIds(request, refused.extra)
    throw refused
  } finally {
    intake.held.now -= bytes.length
  }
}

async function answerStream(
  intake: Intake,
  request: FastifyRequest,
  reply: FastifyReply,
  { path, slug }: { path: string; slug: string },
): Promise<FastifyReply> {
  request.note.workflow = knownSlug(intake.catalog, { slug })
  bodyKind(request.sentContentType)
  if ((await findRegistration(intake, { slug }, undefined)) === undefined) throw unknownWorkflow({ slug })
  if (request.headers['idempotency-key'] !== undefined) {
    const message = 'An Idempotency-Key stands for one record: leave it out, the lines of a stream need none'
    throw malformed('idempotency_key_not_possible', message)
  }
  const { keyId } = callerOf(request)
  return streamLines(intake, request, reply, { path, slug, keyId, contentType: request.sentContentType })
}

function send(request: FastifyRequest, reply: FastifyReply, { status, body, replayed }: BodyAnswer): FastifyReply {
  if (Array.isArray(body)) request.note.lines = body.length
  else noteIds(request, body)
  if (replayed) reply.header('idempotency-replayed', 'true')
  return reply.code(status).send(body)
}

function noteIds(request: FastifyRequest, answer: Record<string, unknown> | undefined): void {
  if (typeof answer?.raw_id === 'string') request.note.rawId = answer.raw_id
  if (typeof answer?.quarantine_id === 'string') request.note.quarantineId = answer.quarantine_id
}
