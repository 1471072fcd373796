import { domainToASCII } from 'node:url'
import { freeMailBrand, freeMailHosts } from './free-mail-hosts.ts'
import { isRoleName } from './role-mailboxes.ts'

const plainEmail = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9.-]+$/
const localPart = /^[^\s@"(),:;<>[\]\\\p{C}]+$/u

/**
 * The canonical form of one e-mail address: NFKC, lower case, without `mailto:`, display name or brackets, its domain in
 * ASCII. Plus tags and dots stay, since only the receiver knows what they mean. Null for whatever is not surely one
 * address: no or two @, local part over 64 or whole over 254 characters, a domain without a dot, quoted local parts.
 */
export function canonicalEmail(input: unknown): string | null {
  if (typeof input !== 'string' || input.length < 6 || input.length > 1024) return null
  let text = input
  if (!plainEmail.test(text)) {
    text = text.normalize('NFKC').trim()
    const bracketed = /<([^<>]*)>$/.exec(text)
    if (bracketed?.[1] !== undefined) text = bracketed[1].trim()
    if (/^mailto:/i.test(text)) text = (text.slice(7).split('?')[0] ?? '').trim()
    text = text
      .replace(/\p{Cf}/gu, '')
      .toLowerCase()
      .normalize('NFKC')
  }
  const at = text.indexOf('@')
  if (at < 1 || at > 64 || text.indexOf('@', at + 1) !== -1) return null
  const local = text.slice(0, at)
  if (!localPart.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return null
  const domain = mailDomain(text.slice(at + 1))
  return domain === null || at + 1 + domain.length > 254 ? null : `${local}@${domain}`
}

function mailDomain(text: string): string | null {
  const ascii = /^[a-z0-9.-]+$/.test(text) && !text.includes('xn--') ? text : domainToASCII(text)
  const domain = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii
  return isMailDomain(domain) ? domain : null
}

function isMailDomain(domain: string): boolean {
  if (domain.length > 253) return false
  const labels = domain.split('.')
  if (labels.length < 2) return false
  if (!labels.every((label) => label.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(label))) return false
  return /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(labels.at(-1) ?? '')
}

/** True for the mailbox of a role (`info@`, `sales@`, `vertrieb@`), which several people read and nobody is. */
export function isRoleMailbox(email: string): boolean {
  return isRoleName(email.slice(0, Math.max(0, email.indexOf('@'))))
}

/**
 * True for a host where anybody can have a mailbox, so that it is no company's domain; and for the hosts below one. Companies
 * that also sell mail (google.com, apple.com, zoho.com, bt.com) are companies. Where the domain is known by its mailboxes
 * (yahoo.com, aol.com, qq.com, naver.com, an internet provider's comcast.net) it is free mail. Takes a canonical domain or host.
 */
export function isFreeMail(domain: string): boolean {
  if (freeMailHosts.has(domain) || freeMailBrand.test(domain)) return true
  for (let dot = domain.indexOf('.'); dot !== -1; dot = domain.indexOf('.', dot + 1)) {
    if (freeMailHosts.has(domain.slice(dot + 1))) return true
  }
  return false
}

/** The canonical address if it is a work address that may identify a person: neither a role's nor a free one. */
export function identifyingEmail(input: unknown): string | null {
  const email = canonicalEmail(input)
  if (email === null || isRoleMailbox(email) || isFreeMail(email.slice(email.indexOf('@') + 1))) return null
  return email
}
