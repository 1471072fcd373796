import type { Tx } from '../../db/database.ts'
import { canonicalCountry } from './lists/canonical-country.ts'
import { canonicalEmployeeRange } from './lists/canonical-employee-range.ts'
import { canonicalIndustry } from './lists/canonical-industry.ts'

export type ValueKind = 'industry' | 'employee_range' | 'country'

export interface RawValue {
  kind: ValueKind
  raw: string
}

/** What core shows for a raw value: what was taught, else the canonical spelling, else the text itself. */
export type Meaning = (kind: ValueKind, raw: string) => string

const listed: Record<ValueKind, (raw: string) => string | null> = {
  industry: canonicalIndustry,
  employee_range: canonicalEmployeeRange,
  country: (raw) => canonicalCountry(raw)?.name ?? null,
}

/** The spelling of the bundled list for a raw value, null where the list does not know it. */
export function listedValue(kind: ValueKind, raw: string): string | null {
  return listed[kind](raw)
}

/** Asks what was taught about these values; one statement, none when there are no values. */
export async function canonicalValues(tx: Tx, values: readonly RawValue[]): Promise<Meaning> {
  const asked = [...new Map(values.map((value) => [`${value.kind}\n${value.raw}`, value])).values()]
  const rows =
    asked.length === 0
      ? []
      : await tx.query<{ n: number; value: string; canonical: string }>(
          `select asked.n::int4 as n, l.value, l.canonical
           from unnest($1::text[], $2::text[]) with ordinality asked(kind, raw, n)
           join reference.value_lookup l on l.kind = asked.kind and l.normalized_key = reference.normalize_key(asked.raw)
           where exists (select from reference.value_lookup) and l.normalized_key <> ''
           order by asked.n, l.value collate "C"`,
          [asked.map(({ kind }) => kind), asked.map(({ raw }) => raw)],
        )
  const taught = new Map<string, string>()
  for (const { n, value, canonical } of rows) {
    const { kind, raw } = asked[n - 1] as RawValue
    const name = `${kind}\n${raw}`
    // As with titles: the exact spelling, else the first in order.
    if (value === raw || !taught.has(name)) taught.set(name, canonical)
  }
  return (kind, raw) => taught.get(`${kind}\n${raw}`) ?? listedValue(kind, raw) ?? raw
}
