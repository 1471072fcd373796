/** What the founding description fixes about one table. Names, types and nullability of columns never change. */
export interface FoundingTable {
  /** Comma-separated: name, type, `not null`. */
  columns: string
  primaryKey: string
  /** Column lists that are unique. */
  unique?: string[]
  /** Column, then what it references. */
  foreignKeys?: string[]
  /** Name, columns, condition. */
  indexes?: string[]
  /** Column to default. */
  defaults?: Record<string, string>
}
