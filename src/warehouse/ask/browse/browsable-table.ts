/** What a column holds, and so how it is filtered: `words` match by words, `json` not at all, everything else whole. */
export type ColumnKind = 'uuid' | 'text' | 'words' | 'date' | 'time' | 'integer' | 'number' | 'boolean' | 'json'

export interface BrowsableTable {
  /** A table, a view, or a select in brackets. */
  from: string
  columns: Readonly<Record<string, ColumnKind>>
  /** `newest`: by created_at, the last first, where an index has that order. `key`: by `key` alone. */
  order: 'newest' | 'key'
  /** Unique, never null, and in an index. */
  key: string
}

const stamps = { created_at: 'time', updated_at: 'time' } as const

/** Rows of a table of core that is keyed by its own id. */
export function table(
  name: string,
  order: BrowsableTable['order'],
  columns: Readonly<Record<string, ColumnKind>>,
): BrowsableTable {
  return { from: name, columns: { id: 'uuid', ...columns, ...stamps }, order, key: 'id' }
}

/** One row per domain: a fact of core.companies under the name that the original kept it. */
export function factOfCompanies(from: string, columns: Readonly<Record<string, ColumnKind>>): BrowsableTable {
  return {
    from,
    columns: { id: 'uuid', domain: 'text', source: 'text', ...columns, ...stamps },
    order: 'key',
    key: 'domain',
  }
}

/** The columns without created_at and updated_at, for tables that have not both. */
export function without<Names extends string>(browsable: BrowsableTable, ...names: Names[]): BrowsableTable {
  const columns = Object.entries(browsable.columns).filter(([name]) => !names.some((other) => other === name))
  return { ...browsable, columns: Object.fromEntries(columns) }
}
