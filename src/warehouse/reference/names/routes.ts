import { Type } from 'typebox'
import { asOperator, type Database, type Tx } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { limits } from '../../ingest/limits.ts'
import { type DomainCandidate, findDomains, sureOne } from './find-domains.ts'
import { findVcDomains } from './find-vc-domains.ts'
import { listUnresolvedCompanyNames } from './list-unresolved.ts'
import { nameAnswer, SentName, UnresolvedName } from './schema.ts'

const batchItems = 1_000
/** A longer text is no name, and matches nothing. */
const nameCharacters = 1_000

const Country = Type.Union([Type.String({ maxLength: 200 }), Type.Null()], {
  description: 'Where the company is, by name or ISO code: companies elsewhere are less likely',
})
const Answer = Type.Object({ company_name: SentName, ...nameAnswer })
const VcAnswer = Type.Object({ vc_name: SentName, ...nameAnswer })

interface Asked {
  name: SentName
  country?: string | null | undefined
}

/** Inside the scope `read`: the domains of companies by their names. */
export function companyNameRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/api/companies/lookup',
    {
      schema: {
        operationId: 'lookUpCompanyByName',
        tags: ['lookups'],
        summary: 'Look up the domain of a company by its name',
        description: `${how} A miss is 200 with \`match_status\` false and the candidates, if any.`,
        querystring: Type.Object({ name: Type.String({ minLength: 1 }), country: Type.Optional(Country) }),
        response: { 200: Type.Object({ success: Type.Literal(true), ...Answer.properties }), ...problems(400) },
      },
    },
    async ({ query: { name, country } }) => {
      const [answer] = await byName(db, [{ name, country }])
      return { success: true as const, company_name: name, ...(answer ?? nothing) }
    },
  )

  app.post(
    '/run/companies/db/company-name/lookup',
    {
      schema: {
        operationId: 'lookUpCompanyName',
        tags: ['lookups'],
        summary: 'Look up a company by its name',
        description: how,
        body: Type.Object({ company_name: SentName, country: Type.Optional(Country) }),
        response: { 200: Answer, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body: { company_name, country } }) => {
      const [answer] = await byName(db, [{ name: company_name, country }])
      return { company_name, ...(answer ?? nothing) }
    },
  )

  app.post(
    '/run/companies/db/company-name/lookup/batch',
    {
      bodyLimit: limits.recordBytes,
      schema: {
        operationId: 'lookUpCompanyNameBatch',
        tags: ['lookups'],
        summary: 'Look up companies by their names, many at once',
        description: inOrder,
        body: itemsOf(Type.Object({ company_name: SentName, country: Type.Optional(Country) })),
        response: { 200: resultsOf(Answer), ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const asked = body.items.map((item): Asked => {
        return typeof item === 'object' && item !== null
          ? { name: item.company_name, country: item.country }
          : { name: item }
      })
      const answers = await byName(db, asked)
      return {
        success: true as const,
        results: asked.map(({ name }, i) => ({ company_name: name, ...(answers[i] ?? nothing) })),
      }
    },
  )

  app.post(
    '/run/companies/db/vc-domain/lookup',
    {
      schema: {
        operationId: 'lookUpVcDomain',
        tags: ['lookups'],
        summary: 'Look up the domain of a venture firm by its name',
        description: 'In the list of venture firms, then among all companies.',
        body: Type.Object({ vc_name: SentName }),
        response: { 200: VcAnswer, ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body: { vc_name } }) => {
      const [answer] = await answerAll(db, [{ name: vc_name }], vcFirms)
      return { vc_name, ...(answer ?? nothing) }
    },
  )

  app.post(
    '/run/companies/db/vc-domain/lookup/batch',
    {
      bodyLimit: limits.recordBytes,
      schema: {
        operationId: 'lookUpVcDomainBatch',
        tags: ['lookups'],
        summary: 'Look up the domains of venture firms, many at once',
        description: inOrder,
        body: itemsOf(Type.Object({ vc_name: SentName })),
        response: { 200: resultsOf(VcAnswer), ...problems(400, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const names = body.items.map((item) => (typeof item === 'object' && item !== null ? item.vc_name : item))
      const answers = await answerAll(
        db,
        names.map((name) => ({ name })),
        vcFirms,
      )
      return { success: true as const, results: names.map((vc_name, i) => ({ vc_name, ...(answers[i] ?? nothing) })) }
    },
  )

  app.get(
    '/v1/reference/company-names/unresolved',
    {
      schema: {
        operationId: 'listUnresolvedCompanyNames',
        tags: ['lookups'],
        summary: 'List names of companies whose domain nobody knows',
        description:
          'Names of customers, case studies and venture firms that stand without a domain, those in the most rows first, ' +
          'with the companies that they may mean. Teaching a name fills in its domain everywhere.',
        querystring: Type.Object({
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 900, description: 'From the page before' })),
        }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            names: Type.Array(UnresolvedName),
            cursor: Type.Union([Type.String(), Type.Null()]),
          }),
          ...problems(400),
        },
      },
    },
    async ({ query }) => ({
      success: true as const,
      ...(await asOperator(db, (tx) => listUnresolvedCompanyNames(tx, query))),
    }),
  )
}

const how =
  'By what was taught, then by the name as it is, without legal forms and punctuation, by former and well-known other ' +
  'names, and then by names that resemble it.'
const inOrder = `Up to ${batchItems.toLocaleString('en')} names, answered in their order, each as if it stood alone.`

function itemsOf<Item extends ReturnType<typeof Type.Object>>(item: Item) {
  return Type.Object({
    items: Type.Array(Type.Union([item, SentName]), {
      maxItems: batchItems,
      description: 'Requests as of the single lookup, or the bare names',
    }),
  })
}

function resultsOf<Result extends ReturnType<typeof Type.Object>>(result: Result) {
  return Type.Object({ success: Type.Literal(true), results: Type.Array(result) })
}

const nothing = {
  match_status: false,
  domain: null,
  company_id: null,
  name: null,
  matched_by: null,
  likelihood: null,
  candidates: [],
}

type Find = (tx: Tx, asked: readonly { name: string; country: string | null }[]) => Promise<DomainCandidate[][]>

const vcFirms: Find = (tx, asked) =>
  findVcDomains(
    tx,
    asked.map(({ name }) => name),
  )

function byName(db: Database, asked: readonly Asked[]) {
  return answerAll(db, asked, findDomains)
}

/** Answers in order; what is no name is answered without asking. */
async function answerAll(db: Database, asked: readonly Asked[], find: Find) {
  const questions = asked.flatMap(({ name, country }, at) => {
    const text = readName(name)
    return text === null ? [] : [{ at, name: text, country: country?.replaceAll('\0', '') ?? null }]
  })
  const found = questions.length === 0 ? [] : await asOperator(db, (tx) => find(tx, questions))
  const answers: (object | undefined)[] = []
  for (const [i, { at }] of questions.entries()) answers[at] = answerOf(found[i] ?? [])
  return asked.map((_, at) => ({ ...nothing, ...answers[at] }))
}

function answerOf(candidates: DomainCandidate[]) {
  const sure = sureOne(candidates)
  if (sure === null) return { ...nothing, likelihood: candidates[0]?.likelihood ?? null, candidates }
  const { domain, company_id, name, matched, likelihood } = sure
  return { match_status: true, domain, company_id, name, matched_by: matched, likelihood, candidates }
}

/** The name to look up, as the database can hold it; null for what matches nothing. */
function readName(sent: SentName): string | null {
  const text = sent === null ? '' : String(sent).replaceAll('\0', '').toWellFormed()
  return text.length > nameCharacters || text.trim() === '' ? null : text
}
