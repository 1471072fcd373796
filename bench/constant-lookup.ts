import { Type } from 'typebox'
import { type App, problems } from '../src/route.ts'
import { InferField, InferQuery, RawText, TitleAnswer } from '../src/warehouse/reference/lookups/schema.ts'

export const constantPath = '/bench/constant-lookup'

/** The reference of the lookup: what the lookup of a title checks and answers, without looking anything up. */
export function constantLookup(app: App): void {
  app.post(
    constantPath,
    {
      schema: {
        querystring: InferQuery,
        body: Type.Object({ job_title: RawText, infer: InferField }),
        response: { 200: Type.Object({ job_title: RawText, ...TitleAnswer }), ...problems(400, 413, 415, 422) },
      },
    },
    async () => ({
      job_title: 'Senior Manager, Department 12345',
      match_status: true,
      cleaned_job_title: 'Manager',
      seniority_level: 'Manager',
      job_function: 'Operations',
      matched_by: 'exact' as const,
      confidence: 1,
    }),
  )
}
