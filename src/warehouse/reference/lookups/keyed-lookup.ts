import { type TProperties, Type } from 'typebox'
import { AppError } from '../../../errors.ts'
import { type App, problems } from '../../../route.ts'
import { canonicalDomain } from '../../identity/canonical-domain.ts'
import { personLinkedIn } from '../../identity/canonical-linkedin.ts'
import { limits } from '../../ingest/limits.ts'
import { coalesce } from './coalesce.ts'
import { lookupLimits } from './schema.ts'

/** What entities are asked for by: how it is read, and what is said of a text that is none. */
export interface LookupKey {
  /** The member of the request that holds it; the answer repeats its canonical form. */
  field: string
  description: string
  read: (text: string) => string | null
  refusal: (text: string) => { code: string; error: string }
}

export const byDomain: LookupKey = {
  field: 'domain',
  description: 'A domain or web address; brought to its canonical form',
  read: canonicalDomain,
  refusal: (text) => ({
    code: 'domain_invalid',
    error: `domain must be a web domain such as acme.com, not ${JSON.stringify(text.slice(0, 80))}`,
  }),
}

export const byProfile: LookupKey = {
  field: 'linkedin_url',
  description: 'A LinkedIn profile in any spelling; brought to its canonical form',
  read: (text) => personLinkedIn(text)?.url ?? null,
  refusal: (text) => ({
    code: 'linkedin_url_invalid',
    error: `linkedin_url must be a profile such as https://www.linkedin.com/in/ada, not ${JSON.stringify(text.slice(0, 80))}`,
  }),
}

/** A lookup of what is known about companies or people, by one of their keys. */
export interface KeyedLookup<Answer extends object> {
  path: string
  key: LookupKey
  operationId: string
  summary: string
  description: string
  /** Members of the answer beside `success` and the key. */
  answer: TProperties
  /** Answers in the order of the keys, which are in canonical form. */
  find: (keys: string[]) => Promise<readonly Answer[]>
  /** Answers are large: a single lookup is a question of its own, and fails by itself. */
  large?: true
}

/**
 * Registers a lookup and its batch form inside the scope `read`. What is known of nobody is an answer too; only what is no
 * key is refused.
 */
export function offerKeyedLookup<Answer extends object>(app: App, lookup: KeyedLookup<Answer>): void {
  const { path, key, operationId, summary, description, find } = lookup
  const { field } = key
  const findOne = lookup.large ? async (one: string) => (await find([one]))[0] : coalesce(find)
  const KeyText = Type.String({ description: key.description })
  const item = Type.Object({ [field]: KeyText })
  const answer = Type.Object({ success: Type.Literal(true), [field]: Type.String(), ...lookup.answer })

  app.post(
    path,
    {
      schema: {
        operationId,
        tags: ['lookups'],
        summary,
        description,
        body: item,
        response: { 200: answer, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const read = requireKey(key, textOf(body, field))
      return { success: true as const, [field]: read, ...(await findOne(read)) }
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
          `Up to ${lookupLimits.lookupItems.toLocaleString('en')} of them, answered in their order. One that cannot be ` +
          'read has `success` false, `code` and `error` in its place.',
        body: Type.Object({
          items: Type.Array(Type.Union([item, KeyText]), {
            maxItems: lookupLimits.lookupItems,
            description: 'Requests as of the single lookup, or the bare keys',
          }),
        }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            results: Type.Array(Type.Union([answer, notAnswered(field)])),
          }),
          ...problems(400, 413, 415, 422),
        },
      },
    },
    async ({ body }) => {
      const sent = body.items.map((one) => (typeof one === 'string' ? one : textOf(one, field)))
      const keys = sent.map(key.read)
      const asked = [...new Set(keys.filter((read) => read !== null))]
      const answers = asked.length === 0 ? [] : await find(asked)
      const found = new Map(asked.map((read, i) => [read, answers[i]]))
      const results = sent.map((text, i) => {
        const read = keys[i] ?? null
        if (read === null) return { success: false as const, [field]: text, ...key.refusal(text) }
        return { success: true as const, [field]: read, ...found.get(read) }
      })
      return { success: true as const, results }
    },
  )
}

/** The canonical form of a key. 422 with its code where there is none. */
export function requireKey(key: LookupKey, text: string): string {
  const read = key.read(text)
  if (read !== null) return read
  const { code, error } = key.refusal(text)
  const errors = [{ pointer: `/${key.field}`, code: key.field, message: error }]
  throw new AppError(422, code, error, { errors })
}

function notAnswered(field: string) {
  return Type.Object({
    success: Type.Literal(false),
    [field]: Type.String(),
    code: Type.String(),
    error: Type.String(),
  })
}

/** What the schema has checked to be there. */
function textOf(body: object, field: string): string {
  return String(Reflect.get(body, field))
}
