import type { FastifyRequest } from 'fastify'
import { type TProperties, Type } from 'typebox'
import { asOperator } from '../../../db/database.ts'
import { AppError } from '../../../errors.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import type { Intake } from '../../ingest/intake.ts'
import { boolean } from '../../ingest/read-values.ts'
import { receiveBody } from '../../ingest/receive-body.ts'
import { publicTickerBackfill } from '../../workflows/operator-updates.ts'
import { flagField, textField } from '../../workflows/request-fields.ts'
import { requireDomain } from '../../workflows/subject.ts'
import type { Teacher } from '../teach/schema.ts'
import { teachEntries } from '../teach/teach-entries.ts'
import { readMeaning, requireMeaning, requireRaw } from './read-taught.ts'
import { TextOrNull } from './schema.ts'
import { setVcDomain } from './set-vc-domain.ts'

const given = Type.Union([Type.String(), Type.Number()])
const TeachingId = Type.Union([Type.String(), Type.Null()], {
  description: 'What was taught, as `/v1/reference` shows and undoes it; null when it was known already',
})

/** Inside the scope `ingest`: what senders teach, one entry at a time. */
export function lookupUpdateRoutes(app: App, intake: Intake): void {
  app.post(
    '/run/reference/job-title/update',
    {
      schema: {
        operationId: 'updateJobTitle',
        tags: ['lookups'],
        summary: 'Teach a raw job title',
        description:
          'Overwrites whatever was taught for this spelling, also with nothing. The next lookup knows it, and everything ' +
          'that is stored already is changed in the background.',
        body: Type.Object({
          latest_title: given,
          cleaned_job_title: given,
          seniority_level: textField,
          job_function: textField,
          status: textField,
        }),
        response: updateAnswer({
          latest_title: Type.String(),
          cleaned_job_title: Type.String(),
          seniority_level: TextOrNull,
          job_function: TextOrNull,
          teaching_id: TeachingId,
        }),
      },
    },
    async (request) => {
      const { body } = request
      const value = requireRaw(body.latest_title, 'latest_title')
      const meaning = {
        cleaned_job_title: requireMeaning(body.cleaned_job_title, 'cleaned_job_title'),
        seniority_level: readMeaning(body.seniority_level, 'seniority_level'),
        job_function: readMeaning(body.job_function, 'job_function'),
      }
      const status = readMeaning(body.status, 'status')
      const by = teacherOf(request)
      const { teaching_id } = await asOperator(intake.db, (tx) =>
        teachEntries(tx, 'title', [{ value, ...meaning, status }], by),
      )
      return { success: true as const, latest_title: value, ...meaning, teaching_id }
    },
  )

  app.post(
    '/run/reference/location/update',
    {
      schema: {
        operationId: 'updateLocation',
        tags: ['lookups'],
        summary: 'Teach a raw location',
        description:
          'Overwrites whatever was taught for this spelling, also with nothing. A `has_` flag that is not given says ' +
          'whether its part is.',
        body: Type.Object({
          location_name: given,
          city: textField,
          state: textField,
          country: textField,
          has_city: flagField,
          has_state: flagField,
          has_country: flagField,
        }),
        response: updateAnswer({
          location_name: Type.String(),
          city: TextOrNull,
          state: TextOrNull,
          country: TextOrNull,
          has_city: Type.Boolean(),
          has_state: Type.Boolean(),
          has_country: Type.Boolean(),
          teaching_id: TeachingId,
        }),
      },
    },
    async (request) => {
      const { body } = request
      const value = requireRaw(body.location_name, 'location_name')
      const city = readMeaning(body.city, 'city')
      const state = readMeaning(body.state, 'state')
      const country = readMeaning(body.country, 'country')
      const meaning = {
        city,
        state,
        country,
        has_city: boolean(body.has_city) ?? city !== null,
        has_state: boolean(body.has_state) ?? state !== null,
        has_country: boolean(body.has_country) ?? country !== null,
      }
      const by = teacherOf(request)
      const { teaching_id } = await asOperator(intake.db, (tx) =>
        teachEntries(tx, 'location', [{ value, ...meaning }], by),
      )
      return { success: true as const, location_name: value, ...meaning, teaching_id }
    },
  )

  app.post(
    '/run/companies/db/vc-domain/update',
    {
      schema: {
        operationId: 'updateVcDomain',
        tags: ['lookups'],
        summary: 'Set the domain of a venture firm',
        description:
          'By its name, in the list of firms and wherever it is named as an investor. `updated` is 0 when nobody has ' +
          'named such a firm; then nothing is stored.',
        body: Type.Object({ vc_name: given, domain: Type.String() }),
        response: updateAnswer({ vc_name: Type.String(), domain: Type.String(), updated: Type.Integer() }),
      },
    },
    async (request) => {
      const name = requireRaw(request.body.vc_name, 'vc_name')
      const domain = requireDomain(request.body.domain, 'domain')
      const by = teacherOf(request)
      const updated = await asOperator(intake.db, (tx) => setVcDomain(tx, name, domain, by))
      return { success: true as const, vc_name: name, domain, updated }
    },
  )

  app.post(
    '/run/companies/db/public-ticker/backfill',
    {
      schema: {
        operationId: 'updatePublicTicker',
        tags: ['lookups'],
        summary: 'Set the ticker of a public company',
        description: 'Only of a company that is known to be public: 404 for others. Kept as a payload like any other.',
        body: Type.Object({ domain: Type.String(), ticker: given }),
        response: updateAnswer({ domain: Type.String(), ticker: Type.String() }, 404, 409),
      },
    },
    async (request, reply) => {
      const domain = requireDomain(request.body.domain, 'domain')
      const ticker = requireMeaning(request.body.ticker, 'ticker').toUpperCase()
      const known = await asOperator(intake.db, (tx) =>
        tx.query('select from core.company_public where domain = $1', [domain]),
      )
      if (known.length === 0) {
        const message = `${domain} is not known to be public: send it to /run/companies/manual/public-company-check/ingest first`
        throw new AppError(404, 'public_company_not_found', message)
      }
      const arrival = {
        bytes: Buffer.from(JSON.stringify({ domain, ticker })),
        path: String(request.routeOptions.url),
        contentType: 'application/json',
        contentEncoding: undefined,
        keyId: callerOf(request).keyId,
        idempotencyKey: null,
      }
      const { status, body } = await receiveBody(intake, arrival, { workflow: publicTickerBackfill })
      return reply.code(status as 200).send(body as { success: true; domain: string; ticker: string })
    },
  )
}

function updateAnswer(fields: TProperties, ...statuses: Parameters<typeof problems>) {
  return { 200: Type.Object({ success: Type.Literal(true), ...fields }), ...problems(400, 413, 415, 422, ...statuses) }
}

function teacherOf(request: FastifyRequest): Teacher {
  return { id: callerOf(request).keyId, source: `POST ${request.routeOptions.url}` }
}
