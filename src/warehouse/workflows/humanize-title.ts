/**
 * A job title as people write it, from the camelCase in which models answer: `vpOfSecurity` is "VP of Security", `grcManager`
 * "GRC Manager", `headOfITSecurity` "Head of IT Security". A title that has spaces is one already and stays as it is.
 */
export function humanizeTitle(text: string): string {
  const title = text.trim().replace(/\s+/g, ' ')
  if (title === '' || title.length > 200 || /\s/.test(title)) return title
  const words = title.split('_').flatMap((part) => part.match(word) ?? [])
  if (words.join('') !== title.replaceAll('_', '')) return title
  return joined(words).map(written).join(' ')
}

/** A run of capitals ends before the capital that begins a word; digits belong to the letters before them. */
const word = /\p{Lu}{2,}s(?!\p{Ll})|\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\d]+|\p{Lu}+\d*|\p{Lo}+/gu

const acronyms =
  `AE AI AML APAC API AVP AWS B2B B2C BDR BI CAO CCO CDO CEO CFO CHRO CIO CISO CMO COO CPO CRM CRO CSM CSO CTO
  CX D2C DBA DevOps DevSecOps DPO DTC EHS EMEA ERP ESG EVP FinOps FinTech GDPR GRC GTM HR HRBP HRIS IAM InfoSec iOS IoT IT KYC LATAM
  LMS ML MLOps NOC PLG PMO PPC PR QA RevOps SaaS SDET SDR SecOps SEM SEO SMB SOC SRE SVP UI UX VP XR`.split(/\s+/)
const known = new Map(acronyms.map((acronym) => [acronym.toLowerCase(), acronym]))
const small = new Set(['of', 'and', 'the', 'for', 'in', 'at', 'to', 'with'])

/** Puts together what the case boundaries took apart: `dev` `Ops`, `B2` `B`, `i` `OS`. */
function joined(words: readonly string[]): string[] {
  const result: string[] = []
  for (let i = 0; i < words.length; i++) {
    const length = [3, 2].find(
      (n) =>
        i + n <= words.length &&
        known.has(
          words
            .slice(i, i + n)
            .join('')
            .toLowerCase(),
        ),
    )
    result.push(words.slice(i, i + (length ?? 1)).join(''))
    i += (length ?? 1) - 1
  }
  return result
}

function written(text: string, position: number): string {
  const lower = text.toLowerCase()
  if (small.has(lower)) return position === 0 ? capitalized(lower) : lower
  const acronym = known.get(lower)
  if (acronym !== undefined) return acronym
  const singular = lower.endsWith('s') ? known.get(lower.slice(0, -1)) : undefined
  if (singular !== undefined) return `${singular}s`
  return text.length > 1 && text === text.toUpperCase() ? text : capitalized(text)
}

function capitalized(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0)
  return first.toUpperCase() + text.slice(first.length)
}
