import { Type } from 'typebox'
import { asOperator, type Database, reader } from '../../../db/database.ts'
import { type App, problems } from '../../../route.ts'
import { requireDomain } from '../../workflows/subject.ts'
import { bringUp } from '../search-index/bring-up.ts'
import { explainIcp } from './explain-icp.ts'
import { listIcps } from './list-icps.ts'
import { listVersions } from './list-versions.ts'
import { matchIcp } from './match-icp.ts'
import {
  Domain,
  ExplainAnswer,
  ExplainBody,
  IcpAnswer,
  IcpList,
  IcpVersions,
  MatchAnswer,
  MatchBody,
  Slug,
  WhatIfAnswer,
  WhatIfBody,
} from './schema.ts'
import { showIcp } from './show-icp.ts'
import { getIcp } from './stored-icp.ts'
import { whatIf } from './what-if.ts'

export const Params = Type.Object({ domain: Domain })
export const Which = Type.Object({ slug: Type.Optional(Slug) }, { additionalProperties: false })
const tags = ['icp']
const both = ['companies', 'people'] as const

/** Inside the scope `read`. */
export function icpRoutes(app: App, { db }: { db: Database }): void {
  app.get(
    '/v1/icp',
    {
      schema: {
        operationId: 'listIcps',
        tags,
        summary: 'List ICPs',
        description: 'By domain, the one of the domain itself before its named ones.',
        querystring: Type.Object({
          domain: Type.Optional(Domain),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
          offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000, default: 0 })),
          cursor: Type.Optional(Type.String({ maxLength: 2_000 })),
        }),
        response: { 200: IcpList, ...problems(400, 422) },
      },
    },
    async ({ query }) => {
      const { limit = 50, offset = 0, cursor } = query
      const domain = query.domain === undefined ? null : requireDomain(query.domain, 'domain')
      const page = await asOperator(db, (tx) => listIcps(tx, { domain, limit, offset, cursor }))
      const meta = { total: page.total, total_is: 'exact' as const, limit, offset, cursor: page.cursor }
      return { success: true as const, data: page.data.map(showIcp), meta }
    },
  )

  app.get(
    '/v1/icp/:domain',
    {
      schema: {
        operationId: 'getIcp',
        tags,
        summary: 'Show an ICP',
        description: 'Of the domain itself, or with `slug` a named one; also under a domain merged into the company.',
        params: Params,
        querystring: Which,
        response: { 200: IcpAnswer, ...problems(400, 404, 422) },
      },
    },
    async ({ params, query }) => {
      const icp = await getIcp(reader(db), requireDomain(params.domain, 'domain'), query.slug ?? null)
      return { success: true as const, ...showIcp(icp) }
    },
  )

  app.get(
    '/v1/icp/:domain/versions',
    {
      schema: {
        operationId: 'listIcpVersions',
        tags,
        summary: 'List what an ICP was',
        description: 'The newest first, at most 500; also of one that was deleted.',
        params: Params,
        querystring: Which,
        response: { 200: IcpVersions, ...problems(400, 404, 422) },
      },
    },
    async ({ params, query }) => {
      const data = await listVersions(reader(db), requireDomain(params.domain, 'domain'), query.slug ?? null)
      return { success: true as const, data }
    },
  )

  app.post(
    '/v1/icp/match',
    {
      schema: {
        operationId: 'matchIcp',
        tags,
        summary: 'Find who fits an ICP, with receipts',
        description:
          'An ICP by its domain, or criteria in the body. Each match says which criterion held with which value; ' +
          '`near_misses` adds those who fail one criterion only, by how much, and those of whom too little is known. ' +
          '`filter` is the same as a search, which can be saved and exported. See docs/icp.md.',
        body: MatchBody,
        response: { 200: MatchAnswer, ...problems(400, 404, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const { find = both, limit = 50, count_only = false, near_misses = false, near_miss_limit = 5 } = body
      const request = { ...body, find, limit, count_only, near_misses, near_miss_limit }
      const late = lateness(await bringUp(db))
      return { success: true as const, ...(await asOperator(db, (tx) => matchIcp(tx, request))), ...late }
    },
  )

  app.post(
    '/v1/icp/explain',
    {
      schema: {
        operationId: 'explainIcp',
        tags,
        summary: 'Say how one company or person stands with an ICP',
        description:
          'Every criterion with its answer and the value that was looked at. Verdicts that were stored about the company ' +
          'and the domain of the ICP are shown beside it; they decide nothing.',
        body: ExplainBody,
        response: { 200: ExplainAnswer, ...problems(400, 404, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const late = lateness(await bringUp(db))
      return { success: true as const, ...(await asOperator(db, (tx) => explainIcp(tx, body))), ...late }
    },
  )

  app.post(
    '/v1/icp/what-if',
    {
      schema: {
        operationId: 'whatIfIcp',
        tags,
        summary: 'Say who enters and who leaves when criteria change',
        description:
          'Counts are exact to 100,000; some of each side are shown with their receipts before and after. Nothing is ' +
          'stored: PATCH the ICP to keep the change.',
        body: WhatIfBody,
        response: { 200: WhatIfAnswer, ...problems(400, 404, 413, 415, 422) },
      },
    },
    async ({ body }) => {
      const { find = both, samples = 5 } = body
      const late = lateness(await bringUp(db))
      return {
        success: true as const,
        ...(await asOperator(db, (tx) => whatIf(tx, { ...body, find, samples }))),
        ...late,
      }
    },
  )
}

function lateness({ behind }: { behind: boolean }): { behind?: true } {
  return behind ? { behind } : {}
}
