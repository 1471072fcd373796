export const FORMATS = ['ndjson', 'json', 'csv'] as const
/** `json` is one object, an array, or several values; `ndjson` has a record on each line. */
export type FileFormat = (typeof FORMATS)[number]

/** What a text holds: its name decides where that is clear, else its beginning. */
export function sniffFormat(name: string | undefined, head: string): FileFormat {
  const plain = name?.toLowerCase().replace(/\.gz$/, '')
  if (plain !== undefined && /\.(csv|tsv|tab)$/.test(plain)) return 'csv'
  if (plain !== undefined && /\.(ndjson|jsonl|jsonlines)$/.test(plain)) return 'ndjson'
  // A byte order mark, also one that was read as Latin-1.
  const text = head.replace(/^(\ufeff|\u00ef\u00bb\u00bf)/, '').trimStart()
  if (text.startsWith('[')) return 'json'
  if (!text.startsWith('{')) return 'csv'
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  // The last line may be cut off. One whole object on a line of its own is enough: the first may be broken.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines
  return whole.some(isObject) ? 'ndjson' : 'json'
}

function isObject(line: string): boolean {
  // An object inside an indented text does not begin its line.
  if (!line.startsWith('{')) return false
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}
