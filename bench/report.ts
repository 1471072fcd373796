import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Judged } from './measure.ts'

const file = fileURLToPath(new URL('./results.json', import.meta.url))

export function printTable(bars: readonly Judged[]): void {
  const rows = bars.map((bar) => {
    const unit = bar.referenceMedian === null ? bar.unit : ''
    return [
      bar.passed ? 'pass' : 'FAIL',
      bar.name,
      bar.against === '' ? bar.what : `${bar.what} ÷ ${bar.against}`,
      `${short(bar.median)} ${bar.unit}`,
      bar.referenceMedian === null ? '' : short(bar.referenceMedian),
      bar.referenceMedian === null ? '' : short(bar.value),
      `${short(bar.min)}–${short(bar.max)} ${unit}`.trim(),
      bar.required,
      bar.aim,
    ]
  })
  const table = [['', 'bar', 'what', 'median', 'reference', 'ratio', 'min–max', 'required', 'aim'], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of table)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

function short(value: number): string {
  if (value >= 100) return value.toFixed(0)
  return value.toFixed(value >= 10 ? 1 : 2)
}

/**
 * What was measured and on what kind of machine; nothing that tells whose machine it was. Bars that a run was not about are
 * kept when `some` is true, each with the day on which it was measured.
 */
export async function writeResults(bars: readonly Judged[], postgresql: string, some = false): Promise<void> {
  const machine = {
    date: new Date().toISOString().slice(0, 10),
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    postgresql,
  }
  const results = bars.map((bar) => ({
    name: bar.name,
    what: bar.what,
    against: bar.against === '' ? null : bar.against,
    unit: bar.unit,
    median: rounded(bar.median),
    reference_median: bar.referenceMedian === null ? null : rounded(bar.referenceMedian),
    ratio: bar.referenceMedian === null ? null : rounded(bar.value),
    min: rounded(bar.min),
    max: rounded(bar.max),
    required: bar.required,
    aim: bar.aim === '' ? null : bar.aim,
    passed: bar.passed,
    date: machine.date,
  }))
  const kept = some ? await readOthers(bars) : []
  await writeFile(file, `${JSON.stringify({ machine, results: [...kept, ...results] }, null, 2)}\n`)
}

async function readOthers(bars: readonly Judged[]): Promise<{ name: string }[]> {
  const stored: { machine: { date: string }; results: { name: string }[] } = JSON.parse(await readFile(file, 'utf8'))
  return stored.results
    .filter(({ name }) => !bars.some((bar) => bar.name === name))
    .map((result) => ({ ...result, date: 'date' in result ? result.date : stored.machine.date }))
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
