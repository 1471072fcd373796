/** The stored entries of texts, in order, and how often the lookup had changed when they were read. */
export interface Asked<Entry> {
  version: number
  entries: readonly (Entry | null)[]
}

/** Texts that are remembered at most, and their characters: 25 MB at worst. */
const remembered = 50_000
const characters = 200

/**
 * Answers questions with what earlier ones found, as long as the lookup has not changed since: every question asks the
 * database for the lookup's version (`reference.lookup_versions`, counted by triggers), together with the texts that
 * are not known. So an entry that was taught a moment ago, by any process, is in the next answer. Lists repeat
 * themselves: of a batch of a thousand titles each costs the database 8 µs, remembered ones nothing.
 */
export function remember<Entry>(
  ask: (texts: string[]) => Promise<Asked<Entry>>,
): (texts: readonly string[]) => Promise<(Entry | null)[]> {
  let version = 0
  let known = new Map<string, Entry | null>()

  function keep(texts: readonly string[], asked: Asked<Entry>): void {
    // Entries and version are of one snapshot, so any pair is right, also an older one that arrives late.
    if (asked.version !== version || known.size > remembered) known = new Map()
    version = asked.version
    for (const [i, text] of texts.entries()) {
      if (text.length <= characters) known.set(text, asked.entries[i] ?? null)
    }
  }

  return async (texts) => {
    const before = version
    const found = texts.map((text) => known.get(text))
    const unknown = texts.filter((_, i) => found[i] === undefined)
    const asked = await ask(unknown)
    if (asked.version !== before && unknown.length < texts.length) {
      const again = await ask([...texts])
      keep(texts, again)
      return [...again.entries]
    }
    keep(unknown, asked)
    let next = 0
    return found.map((entry) => (entry === undefined ? (asked.entries[next++] ?? null) : entry))
  }
}
