import type { Tx } from '../../../../db/database.ts'

/**
 * Somebody asks for a client's feed: from then on changed people are held against its ICP, if it has one. A domain without
 * ICP leaves no trace.
 */
export async function noteClient(tx: Tx, domain: string): Promise<void> {
  await tx.execute(
    `insert into client.signal_clients (client_domain)
     select i.domain from reference.company_icp i where i.domain = $1
       and not exists (select from client.signal_clients c where c.client_domain = i.domain)
     on conflict do nothing`,
    [domain],
  )
}
