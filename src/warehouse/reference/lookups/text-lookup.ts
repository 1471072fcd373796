import { setImmediate } from 'node:timers/promises'
import { type TObject, type TProperties, Type } from 'typebox'
import { type App, problems } from '../../../route.ts'
import { limits } from '../../ingest/limits.ts'
import { coalesce } from './coalesce.ts'
import { InferField, InferQuery, lookupLimits, RawText } from './schema.ts'

/** A lookup of raw texts in one table, offered for one text and for many. */
export interface TextLookup<Entry, Answer extends object> {
  path: string
  operationId: string
  summary: string
  description: string
  /** The member of the request that holds the text; the answer repeats it. */
  field: string
  answer: TProperties
  /** The stored entries of texts, in order. */
  find: (texts: readonly string[]) => Promise<readonly (Entry | null)[]>
  compose: (text: string, entry: Entry | null, infer: boolean) => Answer
  /** The answer where there is nothing to look up. */
  nothing: Answer
}

/** Inference of a text made to be slow takes a millisecond: a thousand of them must not keep everybody waiting. */
const atOnceMs = 10

type Sent = string | number | null

/**
 * Registers a lookup and its batch form inside the scope `read`. Single lookups of all callers that arrive in one turn of
 * the event loop are one query.
 */
export function offerTextLookup<Entry, Answer extends object>(app: App, lookup: TextLookup<Entry, Answer>): void {
  const { path, field, find, compose, nothing } = lookup
  const findOne = coalesce(find)
  const item = Type.Object({ [field]: RawText, infer: InferField })
  const answer = Type.Object({ [field]: RawText, ...lookup.answer })
  const shared = { tags: ['lookups'], querystring: InferQuery }

  function answerOf(sent: Sent, text: string | null, entry: Entry | null, infer: boolean) {
    return { [field]: sent, ...(text === null ? nothing : compose(text, entry, infer)) }
  }

  app.post(
    path,
    {
      schema: {
        ...shared,
        operationId: lookup.operationId,
        summary: lookup.summary,
        description: `${lookup.description} A miss is 200 with \`match_status\` false and no \`error\`.`,
        body: item,
        response: { 200: answer, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body, query }) => {
      const sent = sentText(body, field)
      const text = readText(sent)
      if (text === null) return answerOf(sent, null, null, false)
      return answerOf(sent, text, await findOne(text), wantsInference(body, query))
    },
  )

  app.post(
    `${path}/batch`,
    {
      bodyLimit: limits.recordBytes,
      schema: {
        ...shared,
        operationId: `${lookup.operationId}Batch`,
        summary: `${lookup.summary}, many at once`,
        description: `Up to ${lookupLimits.lookupItems.toLocaleString('en')} texts, answered in their order, each as if it stood alone.`,
        body: batchOf(Type.Object({ [field]: RawText })),
        response: { 200: resultsOf(answer), ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body, query }) => {
      const sent = body.items.map((one) => (isText(one) ? one : sentText(one, field)))
      const texts = sent.map(readText)
      const asked = texts.filter((text) => text !== null)
      const entries = asked.length === 0 ? [] : await find(asked)
      const infer = wantsInference(body, query)
      const results: ReturnType<typeof answerOf>[] = []
      let next = 0
      let begun = performance.now()
      for (const [i, one] of sent.entries()) {
        const text = texts[i] ?? null
        results.push(answerOf(one, text, text === null ? null : (entries[next++] ?? null), infer))
        if (performance.now() - begun > atOnceMs) {
          await setImmediate()
          begun = performance.now()
        }
      }
      return { success: true as const, results }
    },
  )
}

function batchOf(item: TObject) {
  return Type.Object({
    items: Type.Array(Type.Union([item, RawText]), {
      maxItems: lookupLimits.lookupItems,
      description: 'Requests as of the single lookup, or the bare texts',
    }),
    infer: InferField,
  })
}

function resultsOf(answer: TObject) {
  return Type.Object({ success: Type.Literal(true), results: Type.Array(answer) })
}

function isText(item: unknown): item is Sent {
  return typeof item !== 'object' || item === null
}

/** What the schema has checked to be there. */
function sentText(body: object, field: string): Sent {
  return Reflect.get(body, field) as Sent
}

/** The text to look up, as the database can hold it; null for what matches nothing. */
function readText(sent: Sent): string | null {
  if (sent === null) return null
  const text = String(sent)
  if (text.length > lookupLimits.lookupCharacters || text.trim() === '') return null
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text
}

/** The body says so, else the query string; inference is on unless turned off. */
function wantsInference(body: { infer?: boolean | 'true' | 'false' | null }, query: { infer?: boolean }): boolean {
  if (typeof body.infer === 'string') return body.infer === 'true'
  return body.infer ?? query.infer ?? true
}
