/**
 * Rows as text in columns, the header first. Cells are cut to `widths` where given; a number on the right is the
 * caller's business.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[], widths: number[] = []): string {
  const lines = [header, ...rows].map((row) => row.map((cell, i) => cut(cell, widths[i])))
  const width = header.map((_, i) => Math.max(...lines.map((line) => displayWidth(line[i] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell + ' '.repeat((width[i] ?? 0) - displayWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cut(text: string, width = Number.POSITIVE_INFINITY): string {
  const line = text.replaceAll(/[\r\n\t]+/g, ' ')
  if (displayWidth(line) <= width) return line
  let kept = ''
  for (const { segment } of graphemes.segment(line)) {
    if (displayWidth(kept + segment) >= width) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

const graphemes = new Intl.Segmenter()
/** Characters that a terminal shows two columns wide. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

function displayWidth(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}
