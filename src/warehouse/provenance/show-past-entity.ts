import type { Tx } from '../../db/database.ts'
import { malformed } from '../../errors.ts'
import { ranksOf, readFoldSettings } from '../identity/load-ranks.ts'
import { microseconds } from '../ingest/extract-item.ts'
import { timestamp } from '../ingest/read-values.ts'
import type { EntityKind } from '../workflows/define.ts'
import type { Catalog } from '../workflows/registry.ts'
import { findEntity } from './find-entity.ts'
import { observeAsOf } from './observe-as-of.ts'
import type { EntityView } from './schema.ts'
import { describeEntity, describeFields } from './show-entity.ts'

/**
 * A company or person as it was at a time: what Galena would have said then, had every payload that speaks of the time
 * before arrived at once. The time is that of observations, not of arrival; a pin counts from when it was made. Which
 * keys belong together, and whom to believe, are today's; age is measured at that time. 400 `time_invalid`.
 */
export async function showPastEntity(
  tx: Tx,
  catalog: Catalog,
  kind: EntityKind,
  name: string,
  asOf: string,
): Promise<EntityView> {
  const read = timestamp(asOf)
  if (read === null) {
    throw malformed('time_invalid', 'as_of must be an ISO time such as 2026-03-01T00:00:00Z (a + is %2B in a URL)', {
      errors: [{ pointer: '/as_of', code: 'time', message: 'is not an ISO time' }],
    })
  }
  const at = microseconds(read)
  const [entity, settings] = await Promise.all([findEntity(tx, kind, name), readFoldSettings(tx)])
  const ranks = ranksOf({ ...settings, clock: new Date(at) })
  const { forest, pins, uncertain } = await observeAsOf(tx, catalog, entity, at)
  return {
    ...describeEntity(entity, forest),
    as_of: at,
    merged_ids: [],
    fields: describeFields(forest, entity, ranks, pins, []),
    row: null,
    columns: {},
    uncertain,
  }
}
