/** How much each benchmark does. */
export interface Sizes {
  /** Rounds that count, after one that does not. */
  runs: number
  /** Profiles of a run at full rate. */
  payloads: number
  /** Profiles that a new process takes before it is measured. */
  warmUp: number
  /** Profiles of a run at the rate of one statement or one payload per transaction. */
  slowPayloads: number
  /** Bytes of the endless stream. */
  streamBytes: number
  /** Single lookups of a run; batches look up ten times as many. */
  lookups: number
  /** People stored when a title is taught, and when leads are searched. */
  people: number
  /** Whether the plans of searches are written down. */
  plans?: boolean
}

export const fullSizes: Sizes = {
  runs: 5,
  payloads: 6_000,
  warmUp: 2_000,
  slowPayloads: 1_500,
  streamBytes: 1_000_000_000,
  lookups: 20_000,
  people: 1_000_000,
}

/** Shows that everything runs; its figures say nothing. */
export const quickSizes: Sizes = {
  runs: 1,
  payloads: 600,
  warmUp: 200,
  slowPayloads: 150,
  streamBytes: 100_000_000,
  lookups: 2_000,
  people: 20_000,
}
