/** Short forms with what they stand for. Letters of ranks stay: "VP", "CEO". */
const SHORT: Readonly<Record<string, string>> = {
  sr: 'Senior',
  snr: 'Senior',
  jr: 'Junior',
  jnr: 'Junior',
  mgr: 'Manager',
  mngr: 'Manager',
  dir: 'Director',
  eng: 'Engineering',
  engr: 'Engineer',
  dev: 'Developer',
  asst: 'Assistant',
  assoc: 'Associate',
  exec: 'Executive',
  admin: 'Administrator',
  coord: 'Coordinator',
  spec: 'Specialist',
  rep: 'Representative',
  tech: 'Tech',
  mktg: 'Marketing',
  mkt: 'Marketing',
  acct: 'Account',
  ops: 'Operations',
  biz: 'Business',
  svp: 'Senior Vice President',
  evp: 'Executive Vice President',
  swe: 'Software Engineer',
  sde: 'Software Development Engineer',
  sdr: 'Sales Development Representative',
  bdr: 'Business Development Representative',
  ae: 'Account Executive',
  dept: 'Department',
  intl: 'International',
  natl: 'National',
  supv: 'Supervisor',
  gm: 'General Manager',
}

/** Words that stay in capitals however the rest is written. */
const CAPITALS = new Set(
  `ceo cto cfo coo cmo cio cro cpo ciso chro cdo cco cso vp avp hr it ux ui qa seo sem crm erp sap api aws ai ml bi pr
   r&d us usa uk eu emea apac latam dach b2b b2c saas ii iii iv ip pmo hse ehs hvac cnc rn lpn cpa phd md mba sre ios gtm`.split(
    /\s+/,
  ),
)
const SMALL = new Set(
  'a an and as at by for from in of on or the to with de la le les des du del et y e und für von der die das di da do dos em para con al au aux'.split(
    ' ',
  ),
)

/** The title as people write it: short forms written out; one written all in capitals or all small gets title case. */
export function cleanTitle(title: string): string {
  const shouting = !/\p{Ll}/u.test(title) || !/\p{Lu}/u.test(title)
  return title.replace(/[\p{L}\p{M}\p{N}&+#'’]+\.?/gu, (token, at: number) => {
    const word = token.endsWith('.') ? token.slice(0, -1) : token
    const small = word.toLowerCase()
    const long = Object.hasOwn(SHORT, small) ? SHORT[small] : undefined
    if (long !== undefined && (token !== word || isShortForm(word))) return long
    if (CAPITALS.has(small)) return word.toUpperCase() + (token === word ? '' : '.')
    if (!shouting) return token
    if (at > 0 && SMALL.has(small)) return small
    return small.charAt(0).toUpperCase() + small.slice(1) + (token === word ? '' : '.')
  })
}

/** "Dev" and "Rep" alone are short forms too, but "Spec" in "Spec Writer" is a word people use. */
function isShortForm(word: string): boolean {
  return word.toLowerCase() !== 'tech'
}
