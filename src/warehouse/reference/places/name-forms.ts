/**
 * Words around the name of a place, as keys of placeKey(): "greater munich metropolitan area" is Munich. Which kind they
 * are says what the name may be: a metropolitan area is a city, "lagos state" is a state, a county is neither.
 */
export type Form = 'plain' | 'metro' | 'state' | 'county' | 'part'

const METRO_AFTER =
  /(?: metropolitan(?: statistical)? (?:area|region)| metro(?:politan)?(?: area| region)?| metroplex| bay area| urban area| city area| area| metropolitana| e (?:a )?regiao(?: metropolitana)?| y alrededores| e dintorni| et (?:peripherie|environs)| (?:und|u) umgebung| en omgeving| i okolice| och omnejd| og omegn| and surroundings?| ncr| cbd| agglomeration| surroundings| downtown| city cent(?:re|er)| region| y (?:su )?area metropolitana| ve cevresi| a okoli| es kornyeke| si imprejurimi| ja ymparisto)$/
const METRO_BEFORE =
  /^(?:greater |gran |grand |grande |metro |metropolregion |grossraum |region (?:metropolitaine )?(?:de |d)?|area metropolitana (?:de |di |do |da )|regiao metropolitana d[eoa] |zona metropolitana de |agglomeration de |aglomeracja |downtown |inner |central |city of |ville de |stadt |comune di |municipality of |ciudad de |cidade de |municipio de |prefecture of |pachalik de |wilaya de |metropolitan |metropolitan area of |metropole de |raum |region )/
const STATE_AFTER =
  / (?:state|province|region|governorate|oblast|prefecture|emirate|voivodeship|department|krai|canton|territory|district)$/
const STATE_BEFORE =
  /^(?:state of |province of |provincia d[ei] |estado d[eoa] |region (?:of |de |d)?|canton (?:of |de |du )?|land |kanton |federal territory of |emirate of |departamento de )/
const COUNTY = /^(?:county|co) | (?:county|parish|borough|shire)$/
const CITY_AFTER = / (?:city|town|municipality|division|metropolis)$/
const PART_BEFORE =
  /^(?:upstate|downstate|southern|northern|central|western|eastern|south|north|east|west|rural|metro|mid) /

export interface NamedForm {
  key: string
  form: Form
}

/** The key itself, then what is left when the words around it are taken away, the likeliest reading first. */
export function nameForms(key: string): NamedForm[] {
  const forms: NamedForm[] = []
  function add(next: string, form: Form): void {
    if (next !== key && next !== '' && !forms.some((known) => known.key === next && known.form === form)) {
      forms.push({ key: next, form })
    }
  }
  if (COUNTY.test(key)) add(key.replace(COUNTY, ''), 'county')
  const state = key.replace(STATE_AFTER, '')
  add(state, 'state')
  add(key.replace(STATE_BEFORE, ''), 'state')
  const after = key.replace(METRO_AFTER, '')
  add(after, 'metro')
  add(key.replace(METRO_BEFORE, ''), 'metro')
  add(after.replace(METRO_BEFORE, ''), 'metro')
  add(after.replace(METRO_AFTER, '').replace(METRO_BEFORE, '').replace(METRO_BEFORE, ''), 'metro')
  add(key.replace(CITY_AFTER, ''), 'metro')
  add(key.replace(PART_BEFORE, ''), 'part')
  return forms
}

/** What Chinese, Japanese and Korean write behind the name of a city or province. */
export const EAST_ASIAN_ENDING = /(?:特别行政区|特別行政區|特别市|특별시|광역시|特別市|[市都府県县省區区]|시|도)$/u
