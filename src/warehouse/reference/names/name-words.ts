import { foldLetters } from './company-name-key.ts'

/** Legal forms by what kind of company they make: names with forms of two kinds seldom belong to one company. */
const families: Readonly<Record<string, string>> = {
  inc: 'inc incorporated corp corporation co company companies cos',
  ltd: 'limited ltd ltda limitada ltee limitee pty proprietary pte pvt private berhad bhd sdn dac unlimited uc ug',
  plc: 'plc public',
  llc: 'llc lc pllc fzllc fze fzco dmcc',
  lp: 'lp llp lllp kg kgaa',
  sa: 'sa sas sasu sau sab sapi sarl spa srl srls sae saoc saog scs sca slu sl aktiengesellschaft',
  ag: 'ag gmbh mbh gesmbh ohg ev eg se',
  nv: 'nv bv bvba vof',
  ab: 'ab as asa aps oy oyj hf ehf',
  other:
    'jsc ojsc pjsc ooo oao zao pao uab sia zoo spzoo sro spk zrt kft nyrt tbk wll psc qsc kk gk doo dd ead eood ood gie cv ооо оао зао пао ао',
}
const familyOf = new Map(
  Object.entries(families).flatMap(([family, forms]) => forms.split(' ').map((form) => [form, family] as const)),
)
/** Words at the end that say no more than that it is a company; kept apart from legal forms. */
const wrappers = new Set('com group groupe grupo gruppe holding holdings hldg hldgs grp the and adr ads'.split(' '))
/** "John Wiley & Sons" */
const kin = new Set(['sons', 'associates', 'brothers', 'bros', 'son'])
const adjectives = new Set(['private', 'public', 'proprietary', 'unlimited'])
const leadingForms = new Set('ooo oao zao pao pt uab sia ооо оао зао пао ао тов'.split(' '))

/** Short ways to write a word. */
const abbreviations = pairs(
  `intl international|natl national|amer american|mfg manufacturing|mfrs manufacturers|techs technology
   sys systems|svc services|svcs services|ser services|lab laboratories|labs laboratories|pharma pharmaceuticals
   pharm pharmaceuticals|fin financial|finl financial|ins insurance|mgmt management|mgt management|dev development
   assoc associates|assn association|bros brothers|ctr center|centre center|comm communications|telecomm telecommunications
   telecom telecommunications|prods products|prod products|inds industries|ind industries|elec electric|engr engineering
   eng engineering|equip equipment|chem chemical|semi semiconductor|semis semiconductor|ent entertainment|univ university
   hosp hospital|pwr power|res resources|dept department|gen general|und and|et and|y and|e and`,
)
/** Other forms of a word: people mix them up, registers do not. */
const variants = pairs(
  `technologies technology|tech technology|system systems|service services|laboratory laboratories|pharmaceutical pharmaceuticals
   bancorporation bancorp|bankshares bancshares|centers center|communication communications|product products
   telecommunication telecommunications|industry industries|industrial industries|chemicals chemical|bio biosciences
   biotherapeutics therapeutics|therapeutic therapeutics|solution solutions|network networks|platform platforms
   enterprise enterprises|resource resources|science sciences|brand brands|store stores|hotel hotels|restaurant restaurants
   property properties|material materials|semiconductors semiconductor|motors motor|food foods|airline airlines`,
)

function pairs(text: string): ReadonlyMap<string, string> {
  return new Map(text.split(/[|\n]/).map((pair) => pair.trim().split(' ') as [string, string]))
}

/** One name read into words. */
export interface NameWords {
  /** Canonical words without legal form, wrapper and place. Never empty for a name with letters or digits. */
  words: string[]
  /** The same without taking variants of a word for one: "Technology" and "Technologies". */
  spelt: string
  /** Everything, legal forms included, in one piece. */
  whole: string
  /** Whether it begins with "The". */
  article: boolean
  /** The kind of legal form, where the name says one. */
  form: string | null
  /** Group, Holdings and the like at the end. */
  wrappers: string[]
  /** State or country in the way of the SEC: "First Bancorp /ME/". */
  place: string | null
  /** First letters of all words including "Company": TSMC. */
  initials: string
}

const placeAtEnd = /(?<=[^ /\\]) *[/\\] *([a-z]{2,4}) *[/\\]* *$|[/\\ ]+$/
const notPlaces = new Set(['new', 'adr', 'ads', 'fi', 'co', 'inc', 'old', 'plc', 'nv', 'sa', 'ag'])

/** Reads the words of one name without brackets and hints; `parseCompanyName` finds those. */
export function readWords(name: string): NameWords | null {
  let text = foldLetters(name.slice(0, 300).toLowerCase()).toLowerCase()
  const place = placeAtEnd.exec(text)
  if (place !== null) text = text.slice(0, place.index)
  text = text
    .replace(/(?<![a-z0-9])(\p{L})[&](\p{L})(?![a-z0-9])/gu, '$1 and $2')
    .replace(/\bu\.? ?s\.?(?= |$)|\bunited states\b/g, 'us')
    .replaceAll('&', ' and ')
    .replaceAll('+', ' and ')
    .replace(/\.com\b/g, ' com')
    .replace(/[.'`]/g, '')
  const tokens = text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((token) => token !== '')
  if (tokens.length === 0) return null
  let from = 0
  if (tokens.length > 1 && (tokens[0] === 'the' || leadingForms.has(tokens[0] ?? ''))) from = 1
  const { kept, form, tail } = stripForms(tokens.slice(from))
  const spelt = joinInitials(kept).map((word) => abbreviations.get(word) ?? word)
  return {
    words: spelt.map((word) => variants.get(word) ?? word),
    spelt: spelt.join(''),
    whole: tokens.slice(from).join(''),
    article: tokens[0] === 'the',
    form,
    wrappers: tail,
    place: place?.[1] === undefined || notPlaces.has(place[1]) ? null : place[1].slice(0, 2),
    initials: tokens
      .slice(from)
      .filter((token) => token !== 'and' && token !== 'of' && token !== 'the')
      .map((token) => token[0])
      .join(''),
  }
}

function stripForms(tokens: readonly string[]): { kept: string[]; form: string | null; tail: string[] } {
  const kept = [...tokens]
  const tail: string[] = []
  let form: string | null = null
  while (kept.length > 1) {
    const last = kept.at(-1) ?? ''
    let letters = 0
    while (letters < kept.length - 1 && /^[a-z]$/.test(kept[kept.length - 1 - letters] ?? '')) letters += 1
    const pieces = letters > 1 ? familyOf.get(kept.slice(-letters).join('')) : undefined
    // "Onyx Private" is a name, "Onyx Private Limited" a form.
    const family: string | undefined =
      adjectives.has(last) && form === null ? undefined : (familyOf.get(last) ?? pieces)
    if (family !== undefined) {
      form = family
      kept.splice(pieces === undefined || familyOf.has(last) ? -1 : -letters)
    } else if (kept.length > 2 && last === 'association' && kept.at(-2) === 'national') {
      // What "N.A." stands for behind the name of a bank.
      form = 'other'
      kept.splice(-2)
    } else if (kept.length > 2 && kin.has(last) && kept.at(-2) === 'and') {
      kept.splice(-2)
    } else if (wrappers.has(last)) {
      if (last !== 'and' && last !== 'the' && last !== 'com') tail.push(last.replace(/s$/, ''))
      kept.pop()
    } else break
  }
  return { kept, form, tail }
}

/** "J B Hunt" and "JB Hunt": letters that stand alone belong together. */
function joinInitials(words: readonly string[]): string[] {
  const joined: string[] = []
  let open = false
  for (const word of words) {
    const single = /^[a-z]$/.test(word)
    if (single && open) joined[joined.length - 1] += word
    else joined.push(word)
    open = single
  }
  return joined
}

export function isLegalForm(word: string): boolean {
  return familyOf.has(word)
}
