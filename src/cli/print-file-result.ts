import { type CliContext, print } from './context.ts'
import { count, counted, duration } from './format.ts'
import type { FileResult } from './ingest-one-file.ts'

/** What became of a file, for people: on stderr, like everything that is no data. */
export function printFileResult(context: CliContext, result: FileResult, { dryRun = false, again = '' } = {}): void {
  const say = (text: string) => print(context.err, text)
  const { records, resumed_after: before, seconds } = result
  const rate = seconds > 0 ? Math.round((records - before) / seconds) : 0
  say(
    `${result.file}: ${counted(records, 'record')} in ${duration(seconds)} (${count(rate)}/s)${dryRun ? ', dry run: nothing was stored' : ''}`,
  )
  const parts = [
    `${count(result.accepted)} ${dryRun ? 'would be accepted' : 'accepted'}`,
    ...(result.deduplicated > 0 ? [`${count(result.deduplicated)} known already`] : []),
    ...(result.pending > 0 ? [`${count(result.pending)} pending`] : []),
    `${count(result.refused)} refused`,
  ]
  say(`  ${parts.join(', ')}`)
  const reasons = Object.entries(result.reasons).sort((a, b) => b[1] - a[1])
  if (reasons.length > 0) say(`  reasons: ${reasons.map(([code, n]) => `${code} ${count(n)}`).join(', ')}`)
  for (const { line, code, message } of result.samples) say(`  line ${count(line)}: ${message} (${code})`)
  if (result.refused > result.samples.length && result.samples.length > 0) say('  …')
  if (result.refused_file !== null) {
    say(`  The refused records are in ${result.refused_file}.`)
    if (again !== '') say(`  Correct them and send them again: ${again} ${result.refused_file}`)
  }
  if (result.error !== null) say(`  ${result.error.message} (${result.error.code})`)
  else if (!result.complete) say('  Stopped before the end. The same command goes on from here.')
}
