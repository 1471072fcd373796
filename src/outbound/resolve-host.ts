import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { notPublic, type Target } from './check-target.ts'
import { isPublicAddress } from './classify-address.ts'

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>

export const systemResolve: Resolve = (host) => lookup(host, { all: true })

/**
 * The addresses a call to this target may connect to. Throws `TargetRefused` when any of them is not public: a name that
 * has one private address among public ones is not a mistake that ought to work now and then.
 */
export async function resolveTarget({ host, allowed }: Target, resolve: Resolve): Promise<LookupAddress[]> {
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  const addresses = await resolve(host)
  if (addresses.length === 0) throw new Error(`${host} has no address`)
  if (!allowed && !addresses.every(({ address }) => isPublicAddress(address))) throw notPublic(host)
  return addresses
}
