import type { Tx } from '../../../db/database.ts'
import { holdIcp, noteChanger } from './stored-icp.ts'

/** Takes an ICP away; its versions stay. Throws 404 `icp_not_found`. */
export async function deleteIcp(
  tx: Tx,
  { domain, slug, by }: { domain: string; slug: string | null; by: string },
): Promise<void> {
  const { id } = await holdIcp(tx, domain, slug)
  noteChanger(tx, by)
  await tx.execute(
    `delete from ${slug === null ? 'reference.company_icp' : 'reference.company_icp_named'} where id = $1`,
    [id],
  )
}
