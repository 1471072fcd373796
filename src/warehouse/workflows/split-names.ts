/** What may stand alone after a comma and still belong to the name before it: "Acme, Inc.", "Toray Co., Ltd.". */
const legalForms = new Set(
  `inc incorporated llc l.l.c ltd limited gmbh mbh ag sa s.a sas s.a.s sarl s.a.r.l srl s.r.l spa s.p.a co corp corporation
  company llp l.l.p lp l.p plc p.l.c pllc pc p.c bv b.v nv n.v kg kgaa ug ohg se oy oyj ab as a/s aps asa pty pte kk k.k
  sdn bhd pvt jsc ooo sp z o.o z.o.o a.g n.a`
    .split(/\s+/)
    .filter((form) => form !== ''),
)

/** A list mark at the start of a line: "- ", "• ", "3. ". */
const listMark = /^(?:[-*•·–—]\s+|\d{1,3}[.)]\s+)/
/** Answers that name nobody. */
const nobody =
  /^(?:none|n\/?a|unknown|not (?:found|available|specified|disclosed)|no (?:\w+ )?(?:customers?|clients?)\b.*)\.?$/i

/**
 * The company names in one text: cut at line breaks, semicolons, and commas, but not before a legal form ("Acme, Inc." is
 * one name) nor inside brackets. The "and" before the last name of a list is dropped; an "and" within a name stays, since
 * "Barnes and Noble" cannot be told from two names.
 */
export function splitNames(list: string): string[] {
  const names: string[] = []
  for (const line of list.split(/[\r\n;]+/)) {
    let open = false
    for (const [i, piece] of piecesOf(line.replace(listMark, '')).entries()) {
      const part = piece.trim()
      if (part === '') continue
      const last = names.length - 1
      if (open && isLegalForm(part)) names[last] = `${names[last]}, ${part}`
      else names.push(i === 0 ? part : part.replace(/^(?:and|&)\s+/i, ''))
      open = true
    }
  }
  return names.map(trimmed).filter((name) => name !== '' && !nobody.test(name))
}

/** The text between commas, where commas in brackets do not count. */
function piecesOf(line: string): string[] {
  const pieces: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < line.length; i++) {
    const char = line[i]
    if (char === '(' || char === '[') depth++
    else if ((char === ')' || char === ']') && depth > 0) depth--
    else if (char === ',' && depth === 0) {
      pieces.push(line.slice(start, i))
      start = i + 1
    }
  }
  pieces.push(line.slice(start))
  return pieces
}

function isLegalForm(part: string): boolean {
  const words = part
    .replace(/\([^)]*\)\s*$/, '')
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/\.$/, ''))
    .filter((word) => word !== '')
  return words.length > 0 && words.every((word) => legalForms.has(word))
}

/** Without quotes around it and without the full stop that ends the list; the one of "Inc." stays. */
function trimmed(name: string): string {
  const bare = name.trim().replace(/^["'“”‘’]+|["'“”‘’]+$/g, '')
  if (!bare.endsWith('.')) return bare
  const word = bare.slice(bare.lastIndexOf(' ') + 1, -1).toLowerCase()
  return legalForms.has(word) || word.includes('.') ? bare : bare.slice(0, -1)
}

/**
 * The address among those visited that is about this customer: one whose path holds the customer's name as whole words
 * ("/stories/larkmere-halves-scrap" for Larkmere, not "/inbox" for Box). Null when none is.
 */
export function visitedPageOf(name: string, visited: readonly string[]): string | null {
  const slug = slugOf(withoutLegalForm(name))
  if (slug.length < 2) return null
  for (const step of visited) {
    for (const found of step.match(/https?:\/\/[^\s"'<>)]+/gi) ?? []) {
      const address = found.replace(/[.,;:!?]+$/, '')
      const path = address.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '')
      if (`-${slugOf(path)}-`.includes(`-${slug}-`)) return address
    }
  }
  return null
}

function withoutLegalForm(name: string): string {
  const comma = name.indexOf(', ')
  const base = comma > 0 && isLegalForm(name.slice(comma + 2)) ? name.slice(0, comma) : name
  const words = base.split(/\s+/)
  while (words.length > 1 && isLegalForm(words.at(-1) ?? '')) words.pop()
  return words.join(' ')
}

function slugOf(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}
