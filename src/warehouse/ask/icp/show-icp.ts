import { readCriteria } from './read-criteria.ts'
import type { StoredIcp } from './stored-icp.ts'

/** An ICP as it is told: its criteria in their one form, and what in them cannot be read. */
export function showIcp(icp: StoredIcp) {
  const { criteria, errors, doubts } = readCriteria(icp)
  return {
    ...icp,
    ...criteria,
    warnings: [...errors, ...doubts].map(({ pointer, message }) => `${pointer}: ${message}`),
  }
}
