/** Who matched at one moment. */
export interface Members {
  /** Newest first, each once. */
  ids: readonly string[]
  /** Whether these are all: otherwise those before them are unknown. */
  complete: boolean
}

export interface Comparison {
  /** Match now and did not then, newest first. */
  new: string[]
  /** Matched then and do not now. */
  left: string[]
  unchanged: number
  /** Of the unchanged: known then under an id that leads to another one by now. */
  merged: number
}

export interface Redirects {
  /** The id that an id leads to by now: itself unless it was merged. */
  follow(id: string): string
  /** Whether an id lies so far back that nobody looked there then, or now: nothing is told about it. */
  unseenThen(id: string): boolean
  unseenNow(id: string): boolean
}

/**
 * Who is new and who left. Ids that were merged are followed, so somebody who is known under another id by now is neither,
 * and of two who became one, one is left over as merged.
 */
export function compareMembers(before: readonly string[], now: readonly string[], redirects: Redirects): Comparison {
  const current = new Set(now)
  const known = new Set<string>()
  const left = new Set<string>()
  let merged = 0
  for (const id of before) {
    if (current.has(id)) {
      known.add(id)
      continue
    }
    const lead = redirects.follow(id)
    if (current.has(lead)) {
      known.add(lead)
      merged += 1
    } else if (!redirects.unseenNow(lead)) left.add(lead)
  }
  const arrived = now.filter((id) => !known.has(id) && !redirects.unseenThen(id))
  return { new: arrived, left: [...left], unchanged: known.size, merged }
}
