export interface TokenBuckets {
  /** Takes one token. Returns 0, or the seconds until there is one. */
  take(id: string): number
}

interface Bucket {
  tokens: number
  at: number
}

/**
 * One bucket per id: `perSecond` tokens flow in, at most `burst` are kept. A bucket that is full again says nothing
 * and is dropped, so memory follows the ids that were active in the last `burst / perSecond` seconds.
 */
export function tokenBuckets(
  perSecond: number,
  burst: number,
  now: () => number = () => performance.now(),
): TokenBuckets {
  const buckets = new Map<string, Bucket>()
  const full = (burst / perSecond) * 1000
  let swept = now()

  function take(id: string): number {
    const at = now()
    if (at - swept > full) {
      for (const [key, bucket] of buckets) if (at - bucket.at > full) buckets.delete(key)
      swept = at
    }
    const bucket = buckets.get(id) ?? { tokens: burst, at }
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1000) * perSecond)
    bucket.at = at
    buckets.set(id, bucket)
    if (bucket.tokens < 1) return (1 - bucket.tokens) / perSecond
    bucket.tokens -= 1
    return 0
  }

  return { take }
}
