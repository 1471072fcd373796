import ipaddr from 'ipaddr.js'

/** Public by their range, and yet a cloud's door to what only the machine itself should reach. */
const METADATA = new Set(['168.63.129.16'])

/**
 * Whether an address belongs to a machine of the public internet. False for everything else: loopback, private,
 * link-local, carrier NAT, multicast, documentation, reserved, and IPv6 forms that carry an IPv4 address or are
 * translated to one (mapped, NAT64, 6to4, Teredo). False for what is no address.
 */
export function isPublicAddress(text: string): boolean {
  // A zone names an interface of this machine.
  if (text.includes('%') || !ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast' || METADATA.has(address.toString())) return false
  if (address.kind() === 'ipv4') return true
  // 2000::/3 is all that was ever given out; ranges that the library does not know lie outside as well.
  return ((address as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1
}

/** The address as its socket tells it, without the IPv6 wrapping of an IPv4 address. */
export function plainAddress(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.process(text).toString() : text
}
