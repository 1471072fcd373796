import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COUNTRIES } from '../../lists/countries.ts'
import { placeKey } from '../place-key.ts'

// Makes ../../lists/country-names.txt from the npm package i18n-iso-countries (MIT):
// node derive-country-names.ts <folder of the package>

const [packageFolder = ''] = process.argv.slice(2)
const LANGUAGES =
  'en de fr es pt it nl sv da nb fi is pl cs sk hu ro bg hr sr sl mk sq el tr ru uk be lt lv et ca gl eu he ar fa hi ' +
  'bn mr ta ur th vi id ms ja ko zh kk uz az hy ka'

/** What a country is called in one language is a large city in its own: "Brasilia" is Finnish for Brazil. */
const CITIES =
  'aland brasilia columbia franca granada guadalupe guayana indi komoro man norfolk pala salvador santa-lucia santa-luzia tunis'

const taken = new Set([
  ...CITIES.split(' ').map((name) => name.replace('-', ' ')),
  ...COUNTRIES.map(([, , name]) => placeKey(name)),
])
const names = new Map<string, string[]>()
for (const language of LANGUAGES.split(' ')) {
  const file = JSON.parse(readFileSync(join(packageFolder, `langs/${language}.json`), 'utf8')) as {
    countries: Record<string, string | string[]>
  }
  for (const [code, given] of Object.entries(file.countries)) {
    for (const name of [given].flat()) {
      const key = placeKey(name)
      if (key.length < 2 || taken.has(key) || (key.length === 2 && /^[a-z]/.test(key))) continue
      taken.add(key)
      names.set(code, [...(names.get(code) ?? []), key])
    }
  }
}
const lines = [...names].sort().map(([code, keys]) => `${code}\t${keys.join('\t')}\n`)
writeFileSync(join(import.meta.dirname, '../../lists/country-names.txt'), lines.join(''))
