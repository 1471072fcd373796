import { createHmac, timingSafeEqual } from 'node:crypto'

const ID = 16
const MAC = 20
const FORM = /^[\w-]{48}$/

/**
 * The token of a link: its id and an HMAC-SHA256 of it, cut to 160 bits, in 48 characters that a URL takes as they are. It
 * can be made again from the id, so nobody has to keep it; without the secret nobody can make one.
 */
export function makeToken(secret: Buffer, linkId: string): string {
  const id = Buffer.from(linkId.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, sign(secret, id)]).toString('base64url')
}

/**
 * The id of the link that a token is for; undefined unless it is one of ours to the last bit. Compared in constant time,
 * so an answer's time tells nothing about how much of a guess was right; and before any database is asked.
 */
export function readToken(secret: Buffer, token: string): string | undefined {
  if (!FORM.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const id = bytes.subarray(0, ID)
  if (bytes.length !== ID + MAC || !timingSafeEqual(bytes.subarray(ID), sign(secret, id))) return undefined
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function sign(secret: Buffer, id: Buffer): Buffer {
  // The name keeps signatures for links apart from whatever else may be signed with this secret one day.
  return createHmac('sha256', secret).update('galena share link 1').update(id).digest().subarray(0, MAC)
}
