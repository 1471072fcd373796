import type { Tx } from '../../../../db/database.ts'
import { notFound } from '../../../../errors.ts'
import type { CatalogueEntry } from '../schema.ts'

const COLUMNS = `signal_slug, signal_level, signal_category, source, source_signal_name, description, required_inputs,
  output_fields, coalesce(is_active, true) as is_active`

/** The kinds of signals there are, by level and name. */
export function listCatalogue(
  tx: Tx,
  { level, active }: { level?: string; active?: boolean },
): Promise<CatalogueEntry[]> {
  return tx.query<CatalogueEntry>(
    `select ${COLUMNS} from reference.signal_registry
     where ($1::text is null or signal_level = $1) and ($2::boolean is null or coalesce(is_active, true) = $2)
     order by signal_level, signal_slug`,
    [level ?? null, active ?? null],
  )
}

/** Switches a kind of signal on or off for all feeds. Throws 404 `signal_kind_not_found`. */
export async function switchSignal(tx: Tx, slug: string, active: boolean): Promise<CatalogueEntry> {
  const [entry] = await tx.query<CatalogueEntry>(
    `update reference.signal_registry set is_active = $2, updated_at = now() where signal_slug = $1 returning ${COLUMNS}`,
    [slug.replaceAll('\0', ''), active],
  )
  if (entry === undefined) throw notFound('signal_kind', JSON.stringify(slug.slice(0, 100)))
  return entry
}
