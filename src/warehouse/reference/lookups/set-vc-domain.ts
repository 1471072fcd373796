import type { Tx } from '../../../db/database.ts'
import { vcFirmId } from '../../workflows/vc-files.ts'
import type { Teacher } from '../teach/schema.ts'
import { teachEntries } from '../teach/teach-entries.ts'

/**
 * Sets the domain of a venture firm by its name, in any case and punctuation: in the list of firms, and as the answer to
 * its name wherever a payload names it as an investor without a domain. Nothing else of the firm changes, and no company
 * is made of it. Returns how many firms it was: 0 when nobody has ever named the firm, and then nothing is stored.
 *
 * A firm's id follows from its domain, so it gets a new one, and its portfolio comes along: a later file that names the
 * old domain makes a firm of its own again, instead of failing on an id that is taken.
 */
export async function setVcDomain(tx: Tx, name: string, domain: string, by: Teacher): Promise<number> {
  const firms = await tx.query<{ id: string; name: string; created_at: Date }>(
    `select id, name, created_at from raw.vc_firms
     where reference.normalize_key(name) = reference.normalize_key($1) order by created_at, id for update`,
    [name],
  )
  if (firms.length === 0 && !(await isInvestor(tx, name))) return 0
  const id = vcFirmId(domain)
  const [first] = firms
  await tx.execute(
    `insert into raw.vc_firms (id, name, domain, created_at, observed_at) values ($1, $2, $3, coalesce($4, now()), now())
     on conflict (domain) do nothing`,
    [id, first?.name ?? name, domain, first?.created_at ?? null],
  )
  const others = firms.map((firm) => firm.id).filter((other) => other !== id)
  if (others.length > 0) {
    await tx.execute(
      `update raw.vc_portfolio_companies set vc_firm_id = (select id from raw.vc_firms where domain = $1)
       where vc_firm_id = any ($2)`,
      [domain, others],
    )
    await tx.execute('delete from raw.vc_firms where id = any ($1) and domain <> $2', [others, domain])
  }
  await teachEntries(tx, 'company_name', [{ value: name, domain }], by)
  return Math.max(firms.length, 1)
}

async function isInvestor(tx: Tx, name: string): Promise<boolean> {
  const rows = await tx.query(
    `select from core.company_vc_investors
     where vc_name = $1 or reference.company_name_key(vc_name) collate "C" = reference.company_name_key($1)
       and (vc_domain is null or resolved_domain is not null) limit 1`,
    [name],
  )
  return rows.length > 0
}
