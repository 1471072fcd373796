import cliProgress from 'cli-progress'
import { type CliContext, print } from './context.ts'
import { count, duration } from './format.ts'

export interface ProgressState {
  /** Records done. */
  done: number
  refused: number
  /** How far, in the unit of `total`. */
  position: number
}

export interface Progress {
  update(state: ProgressState): void
  /** A line for people, in its place above the bar. */
  say(text: string): void
  stop(): void
}

export interface ProgressOptions {
  label: string
  /** What `position` reaches at the end; unknown for a pipe. */
  total?: number | undefined
  /** Where this run begins, when it goes on with an earlier one. */
  from?: ProgressState
  /** What is counted. */
  unit?: string
}

const PLAIN_EVERY_MS = 5_000
/** The rate is that of the last seconds. */
const RATE_MS = 5_000

/** A bar on a terminal, a plain line every five seconds elsewhere; always on stderr. */
export function startProgress(context: CliContext, options: ProgressOptions): Progress {
  const meter = createMeter(options)
  return context.err.isTTY === true ? bar(context, options, meter) : plainLines(context, options, meter)
}

interface Meter {
  readonly state: ProgressState
  update(state: ProgressState): void
  rate(): number
  /** Seconds to the end, undefined where nobody can know. */
  remaining(): number | undefined
}

function createMeter({ total, from = { done: 0, refused: 0, position: 0 } }: ProgressOptions): Meter {
  let state = from
  const marks = [{ at: performance.now(), state }]
  /** Per second, since the oldest mark. */
  const speed = (of: 'done' | 'position') => {
    const [oldest] = marks
    if (oldest === undefined) return 0
    return ((state[of] - oldest.state[of]) / Math.max(performance.now() - oldest.at, 1)) * 1000
  }
  return {
    get state() {
      return state
    },
    update(next) {
      state = { ...next }
      const now = performance.now()
      if (now - (marks.at(-1)?.at ?? 0) > 200) marks.push({ at: now, state })
      const [, second] = marks
      if (second !== undefined && now - second.at > RATE_MS) marks.shift()
    },
    rate: () => speed('done'),
    remaining() {
      const perSecond = speed('position')
      return total === undefined || perSecond === 0 ? undefined : (total - state.position) / perSecond
    },
  }
}

function bar(context: CliContext, { label, total, unit = 'rows' }: ProgressOptions, meter: Meter): Progress {
  const shown = total === undefined ? '' : ' {bar} {percentage}%'
  const line = new cliProgress.SingleBar({
    format: `  {label}${shown}  {done} {unit}  {rate}/s{left}{refused}`,
    stream: context.err as NodeJS.WritableStream,
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    linewrap: false,
    fps: 5,
  })
  const payload = () => {
    const remaining = meter.remaining()
    return {
      label: label.length > 20 ? `…${label.slice(-19)}` : label,
      unit,
      done: count(meter.state.done),
      rate: count(Math.round(meter.rate())),
      left: remaining === undefined ? '' : `  ${duration(remaining)} left`,
      refused: meter.state.refused === 0 ? '' : `  ${count(meter.state.refused)} refused`,
    }
  }
  line.start(total ?? 1, meter.state.position, payload())
  return {
    update(state) {
      meter.update(state)
      line.update(total === undefined ? 0 : Math.min(state.position, total), payload())
    },
    // The bar stands on this line; it is drawn again below.
    say: (text) => print(context.err, `\r\u001b[K${text}`),
    stop: () => line.stop(),
  }
}

function plainLines(context: CliContext, { label, total, unit = 'rows' }: ProgressOptions, meter: Meter): Progress {
  const timer = setInterval(() => {
    const { done, refused, position } = meter.state
    const remaining = meter.remaining()
    const parts = [
      `${count(done)} ${unit}`,
      ...(total === undefined ? [] : [`${Math.floor((100 * position) / Math.max(total, 1))}%`]),
      `${count(Math.round(meter.rate()))}/s`,
      ...(remaining === undefined ? [] : [`${duration(remaining)} left`]),
      `${count(refused)} refused`,
    ]
    print(context.err, `${label}: ${parts.join(', ')}`)
  }, PLAIN_EVERY_MS)
  timer.unref()
  return {
    update: (state) => meter.update(state),
    say: (text) => print(context.err, text),
    stop: () => clearInterval(timer),
  }
}
