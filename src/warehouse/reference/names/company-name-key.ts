/** Legal forms that the key leaves out at the end of a name; the SQL function has the same list. */
const forms = new Set(
  `ab ag and aps as asa berhad bhd bv bvba co companies company corp corporation cos cv dac doo eg ev gmbh group grp gruppe
  groupe grupo hldg hldgs holding holdings inc incorporated jsc kg kgaa kk limited llc llp lp ltd ltda mbh nv ohg ojsc ooo oy
  oyj pjsc plc private proprietary psc pte pty public pvt rl sa sab sae saoc saog sapi sarl sas sau sca scs sdn se sl slu spa
  spk spzoo srl sro tbk uab ug wll zoo zrt ооо ао оао зао пао`.split(/\s+/),
)
const leading = new Set('ooo oao zao pao pt uab sia ооо оао зао пао ао тов'.split(' '))

/**
 * The key under which names of companies match: "The Acme Corp., Inc.", "ACME (US)" and "Acme Inc /DE/" are all `acme`.
 * The same as reference.company_name_key in the database, which indexes it; null for a name without letters and digits.
 */
export function companyNameKey(name: string): string | null {
  let key = first(name, 200)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every character that is not ASCII
  if (/[^\x00-\x7f]/.test(key)) key = foldLetters(key)
  key = lower(key)
  if (/[([]/.test(key)) {
    const rest = key.replace(/\([^()]*\)|\[[^\][]*\]/g, ' ')
    if (/[^\][ ,()]/.test(rest)) key = rest
  }
  if (/[/\\]/.test(key)) key = key.replace(/(?<=[^ /\\]) *[/\\] *[a-z]{2,4} *[/\\]* *$|[/\\ ]+$/, '')
  key = trim(
    key
      .replaceAll('&', ' and ')
      .replace(/[,\-/()"!?:;+|*#@<>=~^_%$[\]{}\\\t\r\n\v\f]/g, ' ')
      .replace(/[.'`]/g, ''),
  )
  if (/^the ./.test(key)) key = trim(key.slice(4))
  const head = key.split(' ', 1)[0] ?? ''
  if (leading.has(head) && trim(key.slice(head.length)) !== '') key = trim(key.slice(head.length))
  return first(withoutForms(key).replaceAll(' ', ''), 200) || null
}

function withoutForms(name: string): string {
  let key = name
  for (;;) {
    let word = key.slice(key.lastIndexOf(' ') + 1)
    if (/^[a-z]$/.test(word)) {
      // Forms in pieces: "Telefonica S A", "Novo Nordisk A/S".
      const pieces = /(?: [a-z])+$/.exec(key)?.[0]
      if (pieces === undefined || !forms.has(pieces.replaceAll(' ', ''))) return key
      word = pieces
    } else if (!forms.has(word)) return key
    const rest = trim(key.slice(0, key.length - word.length))
    if (rest === '') return key
    key = rest
  }
}

/** The first characters, counted as the database counts them. */
function first(text: string, length: number): string {
  return text.length <= length ? text : Array.from(text).slice(0, length).join('')
}

/** ASCII only, as the database does it whatever its locale. */
function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function trim(text: string): string {
  return text.replace(/^ +| +$/g, '')
}

const replaced: Readonly<Record<string, string>> = { Ø: 'o', ø: 'o', Ł: 'l', ł: 'l', Đ: 'd', đ: 'd', ı: 'i', ð: 'd' }

/** Letters without accents, Greek and Cyrillic in lower case, punctuation of other scripts as spaces. */
export function foldLetters(text: string): string {
  return text
    .replace(/[©®™]/g, ' ')
    .replace(/´/g, '')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/ß/g, 'ss')
    .replace(/[æÆ]/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/[ØøŁłĐđıð]/g, (letter) => replaced[letter] ?? letter)
    .replace(/[А-ЯІЄҐΑ-Ω]/g, (letter) => letter.toLowerCase())
    .replace(/ς/g, 'σ')
    .replace(/[–—―‐‑‒·•｡、。，；：「」『』《》【】«»“”„×÷¡¿§¶°]/g, ' ')
    .replace(/[‘’ʼ′]/g, '')
    .replace(/株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司/g, ' ')
}
