import { companyNameKey } from './company-name-key.ts'
import { type NameWords, readWords } from './name-words.ts'

/** One of the names that a text gives a company. */
export interface ParsedName extends NameWords {
  key: string
  /** main: what it is called; hint: what stands in brackets after it; former: what it was called. */
  /** Written like something that was invented: "OpenPhone", "F5". */
  coined: boolean
  /** Whether the text says more than names, in brackets or after "formerly". */
  told: boolean
  role: 'main' | 'hint' | 'former'
}

const maxName = 300
const trading =
  /\b(?:d\s?[./]?\s?b\s?[./]?\s?a\b\.?|doing business as|t\/a\b|trading as|operating as|o\/a\b)[:\s]+(\S.*)$/i
const former =
  /(?:\b(?:f\/k\/a|fka|n\/k\/a|formerly(?: known as)?|previously(?: known as)?|prev\.?|née|ex-)\s+|\b(?:a\/k\/a|aka|also known as|now|rebranded (?:as|to))\s+)(\S.*)$/i
const besides = /\b(?:now|aka|a\/k\/a|also known as)\b/i
/** In brackets these words say that what follows is no name: "(makers of Podcast App)", "(acquired by X)", "(YC W12)". */
const remark =
  /^(?:[a-z]{2}$|yc\b|w\d\d|s\d\d|makers? of|acquired|part of|a |an |the .* company|by |via |powered|closed|dead|inactive|defunct|remote|stealth|private|public|nasdaq|nyse|otc|tsx|lse|ticker|duplicate|test|old|new|us|usa|uk|eu|emea|apac|india|china|japan|canada|germany|france|global|international|hq|headquarters|.*\b(?:inc|llc|ltd|gmbh|corp)\.?$)/i

/**
 * The names in a text: "Fenwick Holdings LLC dba Kiln" is Kiln and Fenwick, "Quo (fka OpenPhone)" is Quo and was OpenPhone,
 * "International Business Machines (IBM)" hints at IBM. The first is what it is called now. Empty without letters or digits.
 */
export function parseCompanyName(text: string): ParsedName[] {
  const names: ParsedName[] = []
  let main = text.slice(0, maxName)
  // A code in brackets is where it is registered: "Acuity Inc. (DE)".
  const told = /[([](?! *[a-z]{2,3} *[)\]])/i.test(text) || former.test(text)
  const add = (name: string, role: ParsedName['role']) => {
    const key = companyNameKey(name)
    const words = readWords(name)
    if (key === null || words === null || names.some((known) => known.key === key)) return
    names.push({ ...words, key, coined: /\p{Ll}\p{Lu}|\d/u.test(name), told, role })
  }
  const hints: [string, ParsedName['role']][] = []
  main = main.replace(/[([]([^()[\]]*)[)\]]/g, (_all, inner: string) => {
    const earlier = former.exec(inner)
    const traded = trading.exec(inner)
    if (traded?.[1] !== undefined) hints.push([traded[1], 'hint'])
    else if (earlier?.[1] !== undefined) hints.push([earlier[1], besides.test(inner) ? 'hint' : 'former'])
    else if (!remark.test(inner.trim())) hints.push([inner, 'hint'])
    return ' '
  })
  const traded = trading.exec(main)
  if (traded?.[1] !== undefined && main.slice(0, traded.index).trim() !== '') {
    hints.unshift([main.slice(0, traded.index), 'hint'])
    main = traded[1]
  }
  const earlier = former.exec(main)
  if (earlier?.[1] !== undefined && main.slice(0, earlier.index).trim() !== '') {
    hints.push([earlier[1], besides.test(earlier[0].slice(0, 12)) ? 'hint' : 'former'])
    main = main.slice(0, earlier.index)
  }
  add(main, 'main')
  if (names.length === 0) add(text, 'main')
  for (const [name, role] of hints) add(name, role)
  return names
}
