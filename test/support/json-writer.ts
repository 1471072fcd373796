/** A random source of whole numbers below n, seeded: the same seed writes the same text. */
export function dice(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 0x1_0000_0000) * n)
  }
}

/** JSON text for a value with random white space, escapes and spellings of numbers. A bigint is an integer of any size. */
export function writeJson(value: unknown, roll: (n: number) => number): string {
  const space = () => ['', '', '', ' ', '\n', '\t', '\r\n', '  '][roll(8)] ?? ''
  const separated = (parts: string[]) => parts.map((part) => `${space()}${part}${space()}`).join(',')
  if (typeof value === 'string') return writeString(value, roll)
  if (typeof value === 'bigint') return writeInteger(value, roll)
  if (typeof value === 'number') return writeNumber(value, roll)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${separated(value.map((item) => writeJson(item, roll)))}${space()}]`
  const members = Object.entries(value).map(
    ([key, item]) => `${writeString(key, roll)}${space()}:${space()}${writeJson(item, roll)}`,
  )
  return `{${separated(members)}${space()}}`
}

function writeString(text: string, roll: (n: number) => number): string {
  const units = []
  for (const character of text) {
    const plain = JSON.stringify(character).slice(1, -1)
    units.push(roll(6) === 0 ? [...codeUnits(character)].map((unit) => escaped(unit, roll)).join('') : plain)
  }
  return `"${units.join('')}"`
}

function* codeUnits(character: string): Generator<number> {
  for (let at = 0; at < character.length; at++) yield character.charCodeAt(at)
}

function escaped(unit: number, roll: (n: number) => number): string {
  const hex = unit.toString(16).padStart(4, '0')
  return `\\u${roll(2) === 0 ? hex : hex.toUpperCase()}`
}

function writeNumber(value: number, roll: (n: number) => number): string {
  const spellings = [String(value), value.toExponential(), value.toExponential().replace('e+', 'E')]
  if (Number.isInteger(value) && value !== 0 && Math.abs(value) < 1e15)
    spellings.push(`${value}.0`, `${value}00e-2`, `${value}e0`)
  return spellings[roll(spellings.length)] ?? ''
}

function writeInteger(value: bigint, roll: (n: number) => number): string {
  const digits = String(value)
  const spellings = [digits, digits, digits, `${digits}.0`, `${digits}e0`]
  if (value !== 0n) spellings.push(`${digits}00e-2`)
  const [, head = '', tail = ''] = /^(-?\d)(\d+)$/.exec(digits) ?? []
  if (tail !== '') spellings.push(`${head}.${tail}E+${tail.length}`)
  return spellings[roll(spellings.length)] ?? ''
}
