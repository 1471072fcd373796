/**
 * The form of a company's name by which two spellings are compared: NFKC, lower case, without diacritics, punctuation, parts
 * in brackets, a leading "The" and legal forms at the end ("Acme, Inc." and "ACME (US) Inc" are `acme`). A trading name
 * replaces the registered one ("Fenwick Holdings LLC dba Kiln" is `kiln`). Never empty for a name that has any text.
 */
export function normalizeCompanyName(name: string): string {
  const folded = fold(name.slice(0, maxName))
  const bare = folded.replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ')
  const trading = /\b(?:d\s?[./]?\s?b\s?[./]?\s?a\b\.?|doing business as|t\/a|trading as)\s+(\S.*)$/.exec(bare)?.[1]
  const current = (trading ?? bare).replace(/\b(?:f\/k\/a|fka|formerly(?: known as)?|a\/k\/a|aka)\b.*$/, ' ')
  return withoutForms(tokens(current)) || withoutForms(tokens(bare)) || tokens(folded).join(' ') || folded
}

const maxName = 500
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
}

function fold(name: string): string {
  return (
    name
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFD')
      // only the accents of Latin, Greek and Cyrillic: the marks of other scripts are letters
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFC')
      .replace(/[ßøłđæœıþð]/g, (letter) => letters[letter] ?? letter)
      .trim()
  )
}

function tokens(name: string): string[] {
  return (
    name
      .replace(/['’‘ʼ`´]/g, '')
      .replace(/[&＆]/g, ' and ')
      // S.A., I.B.M., A/S: letters that stand alone belong together
      .replace(/(?<![\p{L}\p{N}])\p{L}(?:[./]\p{L}(?![\p{L}\p{N}]))+\.?/gu, (initials) => initials.replace(/[./]/g, ''))
      .replace(/株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|주식회사|유한회사/g, ' ')
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .filter((token) => token !== '')
  )
}

function withoutForms(words: string[]): string {
  let from = 0
  let to = words.length
  if (to > 1 && (words[0] === 'the' || leadingForms.has(words[0] ?? ''))) from = 1
  for (let before = -1; before !== to && to - from > 1; ) {
    before = to
    const last = words[to - 1] ?? ''
    const phrase = formPhrases.find(
      (form) => to - from > form.length && form.every((word, i) => words[to - form.length + i] === word),
    )
    if (phrase !== undefined) to -= phrase.length
    else if (legalForms.has(last) || (last === 'and' && to < words.length)) to -= 1
  }
  return words.slice(from, to).join(' ')
}

const legalForms = new Set(
  `ab ag aps asa as bhd berhad bsc bv bvba cjsc co company companies corp corporation corporate cv cvba dmcc doo dd dooel ead
  ehf eood eirl eireli ent eurl fze fzco fzllc gbr gesmbh gie gmbh gk hf hb inc incorporated jsc jv kb kda kft kg kgaa kk kom ks
  lc lda limited limitee limitada llc llp lllp lp ltd ltda ltee mbh nl nv nyrt ohg ojsc ood oo ou oy oyj pc pjsc plc pllc
  private proprietary psc pte pty pvt qsc sa sab sac saoc saog sarl sarlau sas sasu sapa sau sca sci scop scs sdn se selarl sia sk
  sl slu snc spa spj spk spolka srl srls sro ste tbk tic uab ug unipessoal unlimited vof vzw wll yk zao zrt zoo ооо оао зао пао ао`.split(
    /\s+/,
  ),
)
/** Forms that stand before the name, as in Russia, Ukraine, the Baltic states and Indonesia. */
const leadingForms = new Set('ооо оао зао пао ао тов ooo oao zao pao pt uab sia'.split(' '))
const formPhrases = [
  'sa de cv',
  'sapi de cv',
  'sab de cv',
  'srl de cv',
  's de rl de cv',
  's de rl',
  's en c',
  'sp z oo',
  'sp zoo',
  'sp z o o',
  'sp k',
  'spolka z oo',
  'spolka akcyjna',
  'spol s ro',
  'spol sro',
  'a s',
  's a',
  's p a',
  's r l',
  's r o',
  'e v',
  'e g',
  'b v',
  'n v',
  'l l c',
  'co op',
  'anonim sirketi',
  'limited sirketi',
  'ltd sti',
  'as sti',
  'aktiengesellschaft',
  'aktiebolag',
  'gesellschaft mit beschrankter haftung',
  'societe anonyme',
  'sociedad anonima',
  'societa per azioni',
  'public joint stock company',
].map((phrase) => phrase.split(' '))
