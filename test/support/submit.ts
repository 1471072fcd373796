import { readRecord } from '../../src/warehouse/ingest/read-body.ts'
import { receive } from '../../src/warehouse/ingest/receive.ts'
import type { Submission } from '../../src/warehouse/ingest/submission.ts'
import type { Workflow } from '../../src/warehouse/workflows/define.ts'

/** A request body as it would come over HTTP, ready for the engine. */
export function submission(workflow: Workflow, body: unknown, options: Partial<Submission> = {}): Submission {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const { slug, provider, platform, payloadType } = workflow
  const received = receive(readRecord(bytes), bytes, {
    workflow,
    registration: { slug, provider, platform, payloadType },
  })
  return { ...received, ...options }
}
