const SEPARATORS = /\s*[|•·●▪►▶➤➡→»«‖¦;~\n\r\t]+\s*|\s+[-–—:]+\s+|\s*[–—]\s*|\s*\/\/+\s*/u
const DECORATION =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Cf}★☆✓✔✦✨#*_"“”„<>[\]{}=^]+|[\ufe0e\ufe0f\u20e3]/gu
const NO_TITLE =
  /^(n\/?a|none|null|nil|undefined|unknown|not (available|specified|applicable|provided)|tbd|test|no title|-+|\.+|x+)$/iu
const ADDRESS = /^(https?:\/\/|www\.)\S+$|^\S+@\S+\.\S+$|^[\w-]+(\.[\w-]+)*\.(com|io|net|org|co|ai|de|fr)(\/\S*)?$/iu
const FORMER = /^(ex|former|formerly|previously|past|retired|ehem|ehemals|ancien|ancienne|anciennement|antiguo)\b/iu
const COMPANY = /\s*@\s*\S.*$|\s+(at|@|bei|bij|chez|presso|hos|na firma)\s+(?=\S).*$/u

/**
 * The parts of a raw text that may be a title, in order, without decoration and without the company behind "@" or "at";
 * what somebody was before comes last. Empty when it is no title at all. Commas cut nothing: "VP, Sales" is one title.
 */
export function titleSegments(raw: string): string[] {
  const text = raw.normalize('NFKC').slice(0, LONGEST)
  if (ADDRESS.test(text.trim())) return []
  const parts = text.split(SEPARATORS).map(tidy)
  const titles = parts.filter(
    (part) => /\p{L}{2}|\p{Script=Han}/u.test(part) && !NO_TITLE.test(part) && !ADDRESS.test(part),
  )
  const shown = titles.map((part) => tidy(part.replace(COMPANY, ''))).filter((part) => /\p{L}/u.test(part))
  return [...shown.filter((part) => !FORMER.test(part)), ...shown.filter((part) => FORMER.test(part))]
}

const LONGEST = 400

function tidy(part: string): string {
  return part
    .replace(DECORATION, ' ')
    .replace(/\((?:[^()]*)\)\s*$/u, (inner) => (/\p{L}{3}/u.test(inner) ? inner : ''))
    .replace(/\s+/g, ' ')
    .replace(/^[\s,.:;&+/\\-]+|[\s,;:&+/\\-]+$/gu, '')
}
