import type { Tx } from '../../../../db/database.ts'
import { compileCondition, createParams } from '../../filter/compile-condition.ts'
import { criteriaOf } from '../../icp/criteria.ts'
import { icpCondition, matchFilter } from '../../icp/criteria-filters.ts'
import { readCriteria } from '../../icp/read-criteria.ts'
import type { Concern } from './derived-signals.ts'

/** Clients whose ICPs changed people are held against; one costs about 1 ms for 500 people. */
const MOST_CLIENTS = 200

/**
 * Which of these people match the ICP of a client: of the domain's own one, where the client has leads here or has asked for
 * its feed. An ICP that asks for nothing matches nobody, as it would everybody.
 */
export async function findIcpConcerns(tx: Tx, personIds: readonly string[]): Promise<Concern[]> {
  if (personIds.length === 0) return []
  const icps = await tx.query<{ client_domain: string; company_criteria: unknown; person_criteria: unknown }>(
    `select w.client_domain, i.company_criteria, i.person_criteria
     from client.signal_clients w join reference.company_icp i on i.domain = w.client_domain
     order by i.updated_at desc, i.id limit ${MOST_CLIENTS}`,
  )
  const found: Concern[] = []
  for (const { client_domain, ...icp } of icps) {
    const { criteria, errors } = readCriteria(icp)
    // Payloads may say anything: what cannot be read does not restrict, and bounds that nobody fits match nobody.
    if (criteriaOf('people', criteria).length === 0 || errors.some(({ code }) => code === 'icp_contradictory')) continue
    const params = createParams(personIds)
    const where = compileCondition(icpCondition('people', matchFilter('people', criteria)), params)
    const rows = await tx.query<{ person_id: string }>(
      `select s.person_id from core.person_search s where s.person_id = any($1::uuid[]) and ${where}`,
      params.values,
    )
    found.push(...rows.map(({ person_id }) => ({ client_domain, person_id, origin: 'icp' as const })))
  }
  return found
}
