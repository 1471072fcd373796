import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { asOperator, type Database, reader } from '../../../../db/database.ts'
import { AppError } from '../../../../errors.ts'
import { tokenBuckets } from '../../../../http/token-bucket.ts'
import { type App, problems } from '../../../../route.ts'
import { notShared, openLink } from './open-link.ts'
import { SharedRows } from './schema.ts'
import { emptyPage, pagePolicy, sharePage } from './share-page.ts'
import { readSecret } from './share-secret.ts'
import { readToken } from './share-token.ts'

/** Views per second of one address, and how many at once: behind a proxy all readers are one address. */
export const shareRate = { perSecond: 20, burst: 200 }

/** Outside every scope: the link is the permission, and has a rate limit of its own. */
export function shareRoutes(app: App, { db }: { db: Database }): void {
  const buckets = tokenBuckets(shareRate.perSecond, shareRate.burst)
  let secret: Buffer | undefined

  async function linkOf(token: string): Promise<string> {
    secret ??= await readSecret(reader(db))
    const id = secret === undefined ? undefined : readToken(secret, token)
    if (id === undefined) throw notShared()
    return id
  }

  app.get(
    '/share/:token',
    {
      schema: {
        operationId: 'openShareLink',
        tags: ['saved searches'],
        summary: 'What a link shows',
        description:
          'JSON, or a page for a browser. No parameter changes what is shown. 404 is the same for a link that is unknown, has ' +
          'expired or was revoked.',
        security: [],
        params: Type.Object({ token: Type.String({ maxLength: 500 }) }),
        response: {
          200: {
            description: 'The rows of the link, and how many more there are',
            content: {
              'application/json': { schema: SharedRows },
              'text/html': { schema: Type.String() },
            },
          },
          ...problems(404, 429, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const wait = buckets.take(request.ip)
      if (wait > 0) {
        const message = 'Too many views of links from this address'
        throw new AppError(429, 'rate_limited', message, { retryAfter: Math.max(1, wait) })
      }
      const asPage = wantsPage(request.headers.accept)
      reply.header('vary', 'accept').header('x-robots-tag', 'noindex, nofollow')
      try {
        const id = await linkOf(request.params.token)
        const shared = await asOperator(db, (tx) => openLink(tx, id))
        return asPage ? sendPage(reply, 200, sharePage(shared)) : shared
      } catch (error) {
        if (!asPage || !(error instanceof AppError) || error.status !== 404) throw error
        request.note.code = error.code
        return sendPage(reply, error.status, emptyPage(error.message))
      }
    },
  )
}

function sendPage(reply: FastifyReply, status: number, page: string) {
  return reply.code(status).header('content-security-policy', pagePolicy).type('text/html; charset=utf-8').send(page)
}

/** Browsers name HTML before everything else; programs name JSON or take anything. */
function wantsPage(accept: string | undefined): boolean {
  const types = (accept ?? '')
    .toLowerCase()
    .split(',')
    .map((type) => type.split(';', 1)[0]?.trim())
  const html = types.indexOf('text/html')
  const json = types.indexOf('application/json')
  return html >= 0 && (json < 0 || html < json)
}
