/**
 * Texts that say where work is done without naming a place, as keys of placeKey(). Somebody wrote them on purpose: the
 * answer "no city, no state, no country" is right and sure.
 */
const WORDS =
  'remote|remotely|hybrid|on site|onsite|in office|in person|fully remote|100 remote|remote first|remote only|' +
  'remote friendly|remote ok|remote work|work from home|working from home|wfh|home|home office|home based|homeoffice|' +
  'anywhere|anywhere in the world|everywhere|worldwide|world|global|globally|international|distributed|virtual|' +
  'digital nomad|nomad|telecommute|teletravail|remoto|a distance|multiple locations|various locations|various|' +
  'multiple|several locations|all locations|nationwide|earth|planet earth|the world|internet|online|flexible|' +
  'field based|headquarters|hq|office|offices|head office|based|based in|located in|lives in|living in|currently in|' +
  'relocating to|location|partly remote|partially remote|temporarily remote|main office|siege'

/** Groups of countries and continents: real answers without a country. */
const REGIONS =
  'emea|apac|latam|nam|nala|amer|americas|the americas|mena|menap|anz|cee|dach|dach region|nordics|the nordics|nordic|' +
  'nordic region|scandinavia|baltics|the baltics|benelux|iberia|balkans|the balkans|europe|european union|eu|' +
  'european economic area|eea|uk and europe|western europe|eastern europe|central europe|northern europe|' +
  'southern europe|central and eastern europe|north america|south america|central america|latin america|' +
  'latin america and the caribbean|caribbean|the caribbean|asia|asia pacific|asia pacific japan|apj|apjc|japac|' +
  'southeast asia|south east asia|south asia|east asia|central asia|asean|greater china|middle east|the middle east|' +
  'middle east and africa|middle east and north africa|gcc|gulf|gulf region|africa|sub saharan africa|north africa|' +
  'west africa|east africa|southern africa|oceania|pacific|cis|commonwealth|emeia|meta|europa|europe middle east|' +
  'uki|uk ireland|uk and ireland|north and south america|us canada|us and canada|usa and canada|eurasia|antarctica|south pacific|afrika|asien|' +
  'afrique|amerique du nord|america latina|oriente medio|moyen orient|levant|sea|eastern time|est|cet|european timezones'

const words = new Set(WORDS.split('|'))
const regions = new Set(REGIONS.split('|'))

export function isWorkWord(key: string): boolean {
  return words.has(key)
}

export function isRegionOfCountries(key: string): boolean {
  return regions.has(key)
}

/** Takes "remote", "hybrid", "based in" and the like from either end: "remote us" is "us", "hybrid london" is "london". */
export function withoutWorkWords(text: string): string {
  const bare = text.replace(LEADING, '').replace(TRAILING, '').trim()
  return bare === text ? text : bare.replace(DANGLING, '')
}

const WORK =
  'fully remote|100% remote|remote[- ]first|remote|remotely|hybrid|on[- ]?site|in[- ]office|work(?:ing)? from home|wfh|' +
  'home[- ]?(?:office|based)|headquarter(?:s|ed)|hq|head office|main office|location|based|located|lives?|living|currently|relocating'
const LEADING = new RegExp(
  `^[^\\p{L}\\p{N}(]*(?:(?:${WORK})(?![\\p{L}\\p{N}])(?:\\s+(?:in|at|from|within|across|near|to|out of|position|role|job)(?![\\p{L}\\p{N}]))*[\\s:,–—-]*)+`,
  'iu',
)
/** What stood between the place and the word that was taken away: "London or remote". */
const DANGLING = /^(?:(?:or|and|und|oder|et|ou|y|e)\s+|[/&|+]\s*)|(?:\s+(?:or|and|und|oder|et|ou|y|e)|\s*[/&|+])$/i
const TRAILING = new RegExp(`(?:[\\s,–—-]+|(?<=^))(?:${WORK}|only|based)+[\\s.)]*$`, 'iu')
