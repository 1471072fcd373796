/**
 * A lateral subquery with one column `observed`: for each field the minute at which anybody last stated it, null where
 * nobody did. It looks at every key of the entity, those that a merge put below it included.
 */
export function observedOf(
  kind: 'person' | 'company',
  fields: readonly (readonly [name: string, field: string])[],
  id: string,
): string {
  const minutes = fields.map(
    ([, field]) => `max(case when nullif(o.fields -> '${field}', 'null') is not null
        then coalesce((o.elder -> '${field}' ->> 0)::timestamptz, o.observed_at) end)`,
  )
  return `(
    with recursive tree(key) as (
      select i.root from core.identities i where i.id = ${id}
      union
      select k.key from tree t join core.identifiers k on k.owner = t.key and k.owner <> k.key
    )
    select array[${minutes.map((minute) => `(extract(epoch from ${minute}) / 60)::integer`).join(', ')}] as observed
    from tree t join core.${kind}_observations o on o.subject = t.key
  )`
}
