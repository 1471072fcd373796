import { type TProperties, Type } from 'typebox'
import { AppError } from '../../../errors.ts'
import { type App, problems } from '../../../route.ts'
import { canonicalDomain } from '../../identity/canonical-domain.ts'
import { limits } from '../../ingest/limits.ts'
import { coalesce } from './coalesce.ts'
import { batchItems } from './schema.ts'

/** A lookup of what is known about companies, by their domains. */
export interface DomainLookup<Answer extends object> {
  path: string
  operationId: string
  summary: string
  description: string
  /** Members of the answer beside `success` and `domain`. */
  answer: TProperties
  /** Answers in the order of the domains, which are in canonical form. */
  find: (domains: string[]) => Promise<readonly Answer[]>
}

/**
 * Registers a lookup by domain and its batch form inside the scope `read`. What is known of nobody is an answer too;
 * only what is no domain is refused.
 */
export function offerDomainLookup<Answer extends object>(app: App, lookup: DomainLookup<Answer>): void {
  const { path, operationId, summary, description, find } = lookup
  const findOne = coalesce(find)
  const answer = Type.Object({ success: Type.Literal(true), domain: Type.String(), ...lookup.answer })

  app.post(
    path,
    {
      schema: {
        operationId,
        tags: ['lookups'],
        summary,
        description,
        body: Type.Object({ domain: Domain }),
        response: { 200: answer, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const domain = requireHost(body.domain)
      return { success: true as const, domain, ...(await findOne(domain)) }
    },
  )

  app.post(
    `${path}/batch`,
    {
      bodyLimit: limits.recordBytes,
      schema: {
        operationId: `${operationId}Batch`,
        tags: ['lookups'],
        summary: `${summary}, many at once`,
        description:
          `Up to ${batchItems.toLocaleString('en')} domains, answered in their order. One that is no domain has ` +
          '`success` false, `code` and `error` in its place.',
        body: Type.Object({
          items: Type.Array(Type.Union([Type.Object({ domain: Domain }), Domain]), {
            maxItems: batchItems,
            description: 'Requests as of the single lookup, or the bare domains',
          }),
        }),
        response: {
          200: Type.Object({ success: Type.Literal(true), results: Type.Array(Type.Union([answer, NotAnswered])) }),
          ...problems(400, 413, 415, 422),
        },
      },
    },
    async ({ body }) => {
      const sent = body.items.map((item) => (typeof item === 'string' ? item : item.domain))
      const domains = sent.map(canonicalDomain)
      const asked = [...new Set(domains.filter((domain) => domain !== null))]
      const answers = asked.length === 0 ? [] : await find(asked)
      const found = new Map(asked.map((domain, i) => [domain, answers[i]]))
      const results = sent.map((text, i) => {
        const domain = domains[i]
        if (domain === null || domain === undefined) return { success: false as const, domain: text, ...told(text) }
        return { success: true as const, domain, ...found.get(domain) }
      })
      return { success: true as const, results }
    },
  )
}

const Domain = Type.String({ description: 'A domain or web address; brought to its canonical form' })
const NotAnswered = Type.Object({
  success: Type.Literal(false),
  domain: Type.String(),
  code: Type.String(),
  error: Type.String(),
})

/** The canonical domain. 422 `domain_invalid` where there is none. */
export function requireHost(text: string): string {
  const domain = canonicalDomain(text)
  if (domain !== null) return domain
  const { code, error } = told(text)
  const errors = [{ pointer: '/domain', code: 'domain', message: 'is not a domain' }]
  throw new AppError(422, code, error, { errors })
}

function told(text: string) {
  const error = `domain must be a web domain such as acme.com, not ${JSON.stringify(text.slice(0, 80))}`
  return { code: 'domain_invalid', error }
}
