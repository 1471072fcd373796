/** What one round found: rates per second, first the one that is judged. */
export interface Round {
  measured: number
  reference: number
}

export interface Bar {
  name: string
  what: string
  against: string
  /** Of `measured` and `reference`. */
  unit: string
  required: number
  aim?: number
  rounds: Round[]
}

/** A figure that has a limit instead of a reference. */
export interface Limit {
  name: string
  what: string
  unit: string
  below: number
  values: number[]
}

export type Result = Bar | Limit

export interface Judged {
  name: string
  what: string
  against: string
  unit: string
  median: number
  referenceMedian: number | null
  /** Of the rounds' ratios, as rounds are taken side by side; for a limit: of its values. */
  value: number
  min: number
  max: number
  required: string
  aim: string
  passed: boolean
}

export function judge(result: Result): Judged {
  const { name, what, unit } = result
  if ('below' in result) {
    const { values, below } = result
    const value = median(values)
    const [min, max] = [Math.min(...values), Math.max(...values)]
    const required = `< ${below} ${unit}`
    const passed = value < below
    return {
      name,
      what,
      against: '',
      unit,
      median: value,
      referenceMedian: null,
      value,
      min,
      max,
      required,
      aim: '',
      passed,
    }
  }
  const ratios = result.rounds.map(({ measured, reference }) => measured / reference)
  const value = median(ratios)
  return {
    name,
    what,
    against: result.against,
    unit,
    median: median(result.rounds.map(({ measured }) => measured)),
    referenceMedian: median(result.rounds.map(({ reference }) => reference)),
    value,
    min: Math.min(...ratios),
    max: Math.max(...ratios),
    required: `≥ ${result.required}`,
    aim: result.aim === undefined ? '' : String(result.aim),
    passed: value >= result.required,
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

/** Runs a round once unrecorded, so that caches and compilers have seen it, and then as often as asked. */
export async function repeat<T>(runs: number, round: () => Promise<T>): Promise<T[]> {
  await round()
  const results: T[] = []
  for (let i = 0; i < runs; i++) results.push(await round())
  return results
}
