import { timingSafeEqual } from 'node:crypto'
import { asOperator, type Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { type Caller, SCOPES } from '../../route.ts'
import { hashKey } from './create-key.ts'
import { type FoundKey, findKey } from './find-key.ts'
import { isWellFormedKey } from './key-format.ts'
import { touchKey } from './touch-key.ts'

/** A revoked key must be refused within a second in every process. */
const REMEMBERED_MS = 900
const TOUCH_MS = 60_000
const REMEMBERED_KEYS = 10_000

export interface KeyRing {
  /**
   * Whose key this is. Rejects with 401 `key_invalid`, `key_revoked`, `key_expired`, and with the database's error
   * when it cannot be asked: a key is never called invalid because nobody could look.
   */
  identify(key: string): Promise<Caller>
  /** Forgets what is remembered: after a revocation in this process. */
  forget(): void
}

interface Remembered {
  until: number
  caller: Promise<Caller>
}

export function openKeyRing({ db, operatorKey }: { db: Database; operatorKey: string }): KeyRing {
  const operatorHash = hashKey(operatorKey)
  const operator: Caller = { keyId: 'operator', name: 'operator', scopes: SCOPES }
  const remembered = new Map<string, Remembered>()
  const touched = new Map<string, number>()

  async function identify(key: string): Promise<Caller> {
    const keyHash = hashKey(key)
    if (timingSafeEqual(keyHash, operatorHash)) return operator
    if (!isWellFormedKey(key)) throw new AppError(401, 'key_invalid', 'This key is not known here')
    const name = keyHash.toString('latin1')
    const known = remembered.get(name)
    const caller = known !== undefined && known.until > performance.now() ? known.caller : look(name, keyHash)
    const { keyId } = await caller
    if ((touched.get(keyId) ?? 0) < performance.now()) touch(keyId)
    return caller
  }

  /** Callers that come together share one query; what it found counts from when it was asked. */
  function look(name: string, keyHash: Buffer): Promise<Caller> {
    if (remembered.size >= REMEMBERED_KEYS) remembered.clear()
    const caller = asOperator(db, (tx) => findKey(tx, keyHash)).then(callerOfKey)
    const entry = { until: performance.now() + REMEMBERED_MS, caller }
    remembered.set(name, entry)
    caller.catch(() => {
      if (remembered.get(name) === entry) remembered.delete(name)
    })
    return caller
  }

  /** In the background: a request does not wait for it, and does not fail by it. */
  function touch(keyId: string): void {
    touched.set(keyId, performance.now() + TOUCH_MS)
    asOperator(db, (tx) => touchKey(tx, keyId)).catch(() => touched.delete(keyId))
  }

  return { identify, forget: () => remembered.clear() }
}

function callerOfKey(found: FoundKey | undefined): Caller {
  if (found === undefined) throw new AppError(401, 'key_invalid', 'This key is not known here')
  if (found.state === 'revoked') throw new AppError(401, 'key_revoked', 'This key was revoked: ask for a new one')
  if (found.state === 'expired') throw new AppError(401, 'key_expired', 'This key has expired: ask for a new one')
  return { keyId: found.id, name: found.name, scopes: found.scopes }
}
