import type { Database } from '../../../db/database.ts'
import { type App, callerOf, problems } from '../../../route.ts'
import { inTurn } from '../../provenance/hold-entity.ts'
import { entityPaths } from '../../provenance/routes.ts'
import { type Merge, mergeEntities } from './merge-entities.ts'
import { previewMerge } from './preview-merge.ts'
import { MergeAnswer, MergeRequest, UnmergeAnswer, UnmergeRequest } from './schema.ts'
import { unmergeEntities } from './unmerge-entities.ts'

/** Inside the scope `admin`. */
export function mergeRoutes(app: App, { db }: { db: Database }): void {
  for (const [kind, path] of entityPaths) {
    const [one, two] = kind === 'company' ? ['Company', 'companies'] : ['Person', 'people']
    app.post(
      `/v1/${path}/merge`,
      {
        schema: {
          operationId: kind === 'company' ? 'mergeCompanies' : 'mergePeople',
          tags: ['identity'],
          summary: `Make one ${kind} of two ${two}`,
          description:
            '`from` becomes part of `into`: one row, one id, all keys; the other id leads to it. Nothing that a payload ' +
            'said is rewritten, so it can be undone at any time, also after more payloads came. With `dry_run` nothing ' +
            'changes, and the answer lists every row of core that would, and the rows that change hands. Rows keyed by ' +
            'one of the keys (technologies, customers, signals, leads …) keep it and belong to whoever owns it.',
          body: MergeRequest,
          response: { 200: MergeAnswer, ...problems(400, 404, 415, 422) },
        },
      },
      async (request) => {
        const { dry_run: dry = false, into, from, reason } = request.body
        const input = { kind, into, from, reason: reason ?? null, decidedBy: deciderOf(request) }
        if (!dry)
          return {
            success: true as const,
            dry_run: false,
            ...mergeAnswer(await inTurn(db, (tx) => mergeEntities(tx, input))),
          }
        const { changes, relations, unsearched, ...merge } = await inTurn(db, (tx) => previewMerge(tx, input))
        return {
          success: true as const,
          dry_run: true,
          ...mergeAnswer(merge),
          merge_id: null,
          changes,
          relations,
          unsearched,
        }
      },
    )

    app.post(
      `/v1/${path}/unmerge`,
      {
        schema: {
          operationId: kind === 'company' ? 'unmergeCompanies' : 'unmergePeople',
          tags: ['identity'],
          summary: `Undo a merge of ${two}`,
          description:
            `${one} and ${kind} are on their own again, as if they had never been merged, with what payloads said about ` +
            'each in the meantime. The two are not merged automatically again. Also undoes a key that was moved.',
          body: UnmergeRequest,
          response: { 200: UnmergeAnswer, ...problems(400, 404, 409, 415, 422) },
        },
      },
      async (request) => {
        const { id, reason } = request.body
        const undone = await inTurn(db, (tx) =>
          unmergeEntities(tx, { kind, id, reason: reason ?? null, undoneBy: deciderOf(request) }),
        )
        return { success: true as const, merge_id: undone.mergeId, id: undone.id, unmerged_id: undone.unmergedId }
      },
    )
  }
}

function mergeAnswer({ mergeId, id, mergedId, key, owner }: Merge) {
  return { merge_id: mergeId, id, merged_id: mergedId, key, owner }
}

/** Whose key decided: its name, and its id to tell two of one name apart. */
export function deciderOf(request: Parameters<typeof callerOf>[0]): string {
  const { keyId, name } = callerOf(request)
  return keyId === name ? name : `${name} (${keyId})`
}
