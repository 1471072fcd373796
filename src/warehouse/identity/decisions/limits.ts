/** Over-merge guards: beyond these an entity is a heap of strangers, whatever its keys say. */
export const limits = {
  /** Identifiers of one entity after a merge that somebody asks for. HubSpot stops at 250 as well. */
  mergedKeys: 250,
  /** Identifiers of one entity after an automatic merge: real people and companies have fewer than ten. */
  automaticKeys: 25,
  /** Subjects that claim one key before it counts as shared by strangers: then nothing is merged on it automatically. */
  claimants: 3,
} as const
