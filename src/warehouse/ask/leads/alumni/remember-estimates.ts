/** Estimates of large counts, for a minute: making one costs more than the page that it belongs to. */
export interface Estimates {
  read(key: string): number | undefined
  write(key: string, total: number): void
}

const MILLISECONDS = 60_000
const MOST = 1_000

export function rememberEstimates(now: () => number = Date.now): Estimates {
  const remembered = new Map<string, { total: number; until: number }>()
  return {
    read(key) {
      const found = remembered.get(key)
      return found !== undefined && found.until > now() ? found.total : undefined
    },
    write(key, total) {
      remembered.delete(key)
      remembered.set(key, { total, until: now() + MILLISECONDS })
      const [oldest] = remembered.keys()
      if (remembered.size > MOST && oldest !== undefined) remembered.delete(oldest)
    },
  }
}
