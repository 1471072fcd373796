import { createHmac, timingSafeEqual } from 'node:crypto'

const ID = 16
const TIME = 4
const MAC = 20
const BYTES = ID + TIME + MAC
const FORM = /^[\w-]{54}$/

/** What a token lets fetch, and until when, in seconds since 1970. */
export interface Download {
  id: string
  until: number
}

/**
 * The token of a download: the export's id, the time it ends and an HMAC-SHA256 of both, cut to 160 bits. Whoever has
 * it needs no key; without the secret nobody can make one, or make one last longer.
 */
export function makeToken(secret: Buffer, { id, until }: Download): string {
  const bytes = Buffer.alloc(ID + TIME)
  bytes.write(id.replaceAll('-', ''), 'hex')
  bytes.writeUInt32BE(until, ID)
  return Buffer.concat([bytes, sign(secret, bytes)]).toString('base64url')
}

/**
 * What a token is for; undefined unless it is one of ours to the last bit. Whether it has ended is the caller's
 * question.
 */
export function readToken(secret: Buffer, token: string): Download | undefined {
  if (!FORM.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const signed = bytes.subarray(0, ID + TIME)
  if (bytes.length !== BYTES || !timingSafeEqual(bytes.subarray(ID + TIME), sign(secret, signed))) return undefined
  const id = bytes.toString('hex', 0, ID).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { id, until: bytes.readUInt32BE(ID) }
}

function sign(secret: Buffer, bytes: Buffer): Buffer {
  // The name keeps these apart from what else is signed with the secret.
  return createHmac('sha256', secret).update('galena export 1').update(bytes).digest().subarray(0, MAC)
}
