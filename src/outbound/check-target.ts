import { isIP } from 'node:net'
import { isPublicAddress } from './classify-address.ts'

/** Where a call would go, after everything about it that can be known without asking anybody was found in order. */
export interface Target {
  url: URL
  /** Without the brackets of an IPv6 address. */
  host: string
  port: number
  /** The operator named it in GALENA_OUTBOUND_ALLOW: its address may be any. */
  allowed: boolean
}

/** Why a call is not made. The message is for whoever gave the URL. */
export class TargetRefused extends Error {
  override name = 'TargetRefused'
}

const PORTS = new Set([80, 443, 8443])
const LONGEST_URL = 2_048

/**
 * Reads a URL that somebody gave. Throws `TargetRefused` unless it is http or https to a port of the web, without user
 * name, and its host is a name or a public address. Any notation of an address counts: `new URL` writes 2130706433,
 * 0x7f.1 and ①②⑦.⓪.⓪.① as 127.0.0.1.
 */
export function readTarget(text: string, allow: ReadonlySet<string>): Target {
  if (text.length > LONGEST_URL) throw new TargetRefused(`A webhook URL may have ${LONGEST_URL} characters`)
  // The parser drops tabs and newlines and takes \ for /; whoever checked the text before read another address.
  if (/[\s\\\p{Cc}]/u.test(text))
    throw new TargetRefused('A webhook URL has no spaces, control characters or backslashes')
  const url = URL.parse(text)
  if (url === null) throw new TargetRefused('This is not a URL such as https://api.clay.com/v3/sources/webhook/…')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TargetRefused(`A webhook URL begins with https:// or http://, not ${url.protocol}`)
  }
  if (url.username !== '' || url.password !== '')
    throw new TargetRefused('A webhook URL carries no user name or password')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  const allowed = allow.has(`${url.hostname}:${port}`)
  if (!allowed) {
    if (!PORTS.has(port)) throw new TargetRefused(`Calls go to the ports 80, 443 and 8443, not ${port}. ${HINT}`)
    if (isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host)
    if (isLocalName(host)) throw notPublic(host)
  }
  return { url, host, port, allowed }
}

export function notPublic(host: string): TargetRefused {
  return new TargetRefused(`${host} is not on the public internet. ${HINT}`)
}

const HINT = 'The operator can admit a local receiver by GALENA_OUTBOUND_ALLOW=host:port.'

/** Names that no public server has; everything else is judged by its addresses. */
function isLocalName(host: string): boolean {
  const name = host.replace(/\.+$/, '').toLowerCase()
  return name === '' || /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|localdomain)$/.test(name)
}
