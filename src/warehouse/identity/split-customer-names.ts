import { normalizeCompanyName } from './company-name.ts'

/**
 * The names in a text that lists customers: split at line breaks, semicolons, and commas, but never inside a name that is
 * known already ("Crosby, Stills & Nash"), before a legal form ("Acme, Inc."), in brackets or between digits. Bullets, numbers
 * and a last "and" fall away, and so do repetitions and what says that there is nobody ("none found"). A guess all the same.
 */
export function splitCustomerNames(text: string, knownNames: Iterable<string> = []): string[] {
  const kept = knownSpans(text, knownNames)
  const names: string[] = []
  const seen = new Set<string>()
  let start = 0
  let depth = 0
  let next = 0
  for (let i = 0; i <= text.length; i++) {
    const span = kept[next]
    if (span !== undefined && i === span[0]) {
      i = span[1] - 1
      next += 1
      continue
    }
    const char = text[i]
    if (char === '(' || char === '[') depth += 1
    else if ((char === ')' || char === ']') && depth > 0) depth -= 1
    else if (char === '\n' || char === '\r') depth = 0
    const ends = char === undefined || char === '\n' || char === '\r' || (depth === 0 && separates(text, i))
    if (!ends) continue
    const name = cleaned(text.slice(start, i))
    const key = name === '' ? '' : normalizeCompanyName(name)
    if (key !== '' && !nobody.has(key) && !seen.has(key)) {
      seen.add(key)
      names.push(name)
    }
    start = i + 1
  }
  return names
}

const legalForm =
  /^\s*(?:inc(?:orporated)?|l\.?l\.?c|l\.?l\.?p|l\.?p|ltd|limited|gmbh|ag|kg|se|s\.?a|s\.?a\.?s|s\.?a\.?r\.?l|s\.?r\.?l|s\.?p\.?a|s\.?l|b\.?v|n\.?v|a\.?b|a\/s|a\.?s|aps|oyj?|co|corp(?:oration)?|company|plc|p\.?c|pllc|pty|pte|pvt|kk|k\.k|sdn|bhd|s\.?r\.?o|sp\. z o\.\s?o|ltda|lda|jr|sr|ii|iii)\b\.?(?=\s*(?:[,;\n\r()]|$|dba\b|d\/b\/a\b|and\b|&|ltd\b|limited\b|llc\b|inc\b|kg\b|bhd\b))/i
const nobody = new Set([
  'none',
  'none found',
  'n a',
  'na',
  'null',
  'unknown',
  'not found',
  'not available',
  'no customers',
  'no customers found',
  'nothing found',
  'etc',
  'various',
  'and more',
  'others',
  'many more',
])

function separates(text: string, at: number): boolean {
  const char = text[at]
  if (char === ';' || char === '•' || char === '；' || char === '、') return true
  if (char !== ',' && char !== '，') return false
  if (/\d/.test(text[at - 1] ?? '') && /^\d{3}(?!\d)/.test(text.slice(at + 1, at + 5))) return false
  return !legalForm.test(text.slice(at + 1, at + 40))
}

function cleaned(name: string): string {
  return name
    .trim()
    .replace(/^(?:[-*•·–—]+\s*|\(?\d{1,3}[.)]\s+)/, '')
    .replace(/^(?:and|&)\s+/i, '')
    .replace(/^["“”']+|(?<!["“”'])["“”']+$/g, '')
    .trim()
}

/** Where known names that hold a separator stand in the text, in order and without overlap; the longest wins. */
function knownSpans(text: string, knownNames: Iterable<string>): [number, number][] {
  const lower = sameLength(text)
  const spans: [number, number][] = []
  for (const known of knownNames) {
    const name = sameLength(known.trim())
    if (!/[,;，、•]/.test(name)) continue
    for (let at = lower.indexOf(name); at !== -1; at = lower.indexOf(name, at + name.length)) {
      const end = at + name.length
      if (!isWord(lower[at - 1]) && !isWord(lower[end])) spans.push([at, end])
    }
  }
  spans.sort((a, b) => a[0] - b[0] || b[1] - a[1])
  let free = 0
  return spans.filter(([from, to]) => {
    if (from < free) return false
    free = to
    return true
  })
}

/** Lower case where that keeps positions (it lengthens İ). */
function sameLength(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char)
}
