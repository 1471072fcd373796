import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifySchema } from 'fastify'
import { Type } from 'typebox'
import { type App, problems } from '../route.ts'

const description = `Enrichment payloads in, canonical companies and people out.

Send a key as \`Authorization: Bearer …\`, as \`x-api-key: …\`, or as the password of HTTP Basic; never in a URL.
Failures are \`application/problem+json\` with a stable \`code\`, and carry \`success: false\` and \`error\`
for senders that look there. A body that was refused is kept, and the answer carries its \`quarantine_id\`.
Sending the same thing twice changes nothing the second time.`

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><text x="0" y="29" font-family="sans-serif" ' +
  'font-size="28" fill="#fff">Galena</text></svg>'

const Problem = Type.Object(
  {
    type: Type.String({ description: 'Stable: `urn:galena:error:` and the code' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable, for programs' }),
    detail: Type.String({ description: 'What is wrong and what to do, for people' }),
    instance: Type.String({ description: 'The request, as it stands in the log' }),
    success: Type.Literal(false),
    error: Type.String(),
    errors: Type.Optional(
      Type.Array(Type.Object({ pointer: Type.String(), code: Type.String(), message: Type.String() }), {
        description: 'Each problem, with a JSON pointer into what was sent',
      }),
    ),
    quarantine_id: Type.Optional(Type.String({ description: 'Where the refused body is kept' })),
    raw_id: Type.Optional(Type.String({ description: 'Where the payload is stored all the same' })),
  },
  { $id: 'Problem', additionalProperties: true },
)

/** Collects every route that is registered afterwards. */
export function describeRoutes(app: App, version: string): void {
  app.addSchema(Problem)
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Galena',
        version,
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'This server' }],
      tags: [
        { name: 'ingest', description: 'The general ways in' },
        { name: 'companies', description: 'Payloads about companies, one route per workflow' },
        { name: 'people', description: 'Payloads about people, one route per workflow' },
        { name: 'clients', description: 'Payloads of clients' },
        {
          name: 'teaching',
          description: 'What raw values mean: the queue of those that nothing maps, and who taught what',
        },
        { name: 'lookups', description: 'What is known about a raw text or a domain, one or many at once' },
        { name: 'leads', description: 'Lists of leads and people, past employers, watched companies' },
        {
          name: 'saved searches',
          description: 'Searches with a name, what is new in them, and links to some of their rows',
        },
        { name: 'exports', description: 'All that a search finds, as a file' },
        { name: 'enrichment', description: 'Which enrichments there are, which were run for whom, and backfills' },
        { name: 'workflows', description: 'Kinds of payload, built in or registered at run time' },
        {
          name: 'sending',
          description: 'Jobs that send records to webhooks: e-mail waterfalls, Sales Navigator uploads',
        },
        { name: 'quarantine', description: 'Bodies that were refused, kept with the reason' },
        { name: 'keys', description: 'API keys' },
        { name: 'operations', description: 'Health, metrics, limits' },
      ],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer galena_live_…' },
          header: { type: 'apiKey', in: 'header', name: 'x-api-key' },
          basic: { type: 'http', scheme: 'basic', description: 'Any user name, the key as password' },
        },
      },
    },
    convertConstToEnum: false,
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`) },
  })
}

/** GET /openapi.json, made once when it is first asked for, and the page that shows it. Neither needs a key. */
export function documentRoutes(app: App): void {
  let document: string | undefined
  app.get('/openapi.json', { schema: documentSchema }, async (_request, reply) => {
    document ??= JSON.stringify(app.swagger())
    return reply.type('application/json; charset=utf-8').send(document)
  })
  app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { deepLinking: true, displayOperationId: true },
    theme: { title: 'Galena API' },
    logo: { type: 'image/svg+xml', content: LOGO },
    staticCSP: "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
  })
}

const documentSchema: FastifySchema = {
  operationId: 'openapi',
  tags: ['operations'],
  summary: 'This document',
  security: [],
  response: { 200: { description: 'OpenAPI 3.1', type: 'object', additionalProperties: true }, ...problems(400) },
}
