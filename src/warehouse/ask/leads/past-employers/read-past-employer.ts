import type { Tx } from '../../../../db/database.ts'
import { canonicalDomain } from '../../../identity/canonical-domain.ts'
import { findDomains, sureOne } from '../../../reference/names/find-domains.ts'

export interface PastEmployer {
  /** What was asked for. */
  name: string
  /** Null where nobody knows the name's domain, or several companies have the name. */
  domain: string | null
  /** What filters ask for: careers name companies by either. */
  values: string[]
}

/** The company that a name or a domain means. Only beyond doubt does a name stand for a domain too. */
export async function readPastEmployer(tx: Tx, name: string): Promise<PastEmployer> {
  const text = name.trim()
  const written = text.includes('.') && !text.includes(' ') ? canonicalDomain(text) : null
  if (written !== null) return { name: text, domain: written, values: [written] }
  const [candidates = []] = await findDomains(tx, [{ name: text }], { fuzzy: false })
  const domain = sureOne(candidates)?.domain ?? null
  return { name: text, domain, values: domain === null ? [text] : [text, domain] }
}
