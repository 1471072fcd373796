import type { Reader } from '../../../db/database.ts'
import { longestBeginning, term, wordsOf } from '../terms.ts'
import type { LargeCompany } from './largest-companies.ts'

/** Words of a query that count; nobody types more to find one company. */
const MOST_WORDS = 8

/**
 * Companies that somebody may mean by what is typed so far: every word of it begins a word of the name or of the domain, or
 * the domain begins with the whole of it. Names and domains that are exactly this come first, then those with most people.
 * Ids, at most `limit`. A text without any letter or digit finds nothing. The index is asked only for what too few of the
 * largest companies match.
 */
export async function suggestCompanies(
  reads: Reader,
  largest: readonly LargeCompany[],
  { typed, limit }: { typed: string; limit: number },
): Promise<string[]> {
  const words = wordsOf(typed).slice(0, MOST_WORDS)
  if (words.length === 0) return []
  const domain = domainBeginning(typed)
  const large = amongLargest(largest, words, domain, limit)
  const rows = await reads.query<{ id: string; exact: boolean }>(statement(words.length), [
    words.join(' '),
    domain,
    limit,
    large.length < limit,
    `{${prefixTerms(words).join()}}`,
    ...words.map((word) => ` ${word}`),
  ])
  const ids = (exact: boolean) => rows.flatMap((row) => (row.exact === exact ? [row.id] : []))
  return [...new Set([...ids(true), ...large, ...ids(false)])].slice(0, limit)
}

function amongLargest(
  largest: readonly LargeCompany[],
  words: readonly string[],
  domain: string,
  limit: number,
): string[] {
  const begun = words.map((word) => ` ${word}`)
  const ids: string[] = []
  for (const company of largest) {
    const matches =
      begun.every((word) => company.words.includes(word)) || (domain !== '' && company.domain.startsWith(domain))
    if (matches && ids.push(company.id) === limit) break
  }
  return ids
}

/** What a domain would begin with: without scheme and "www.", as somebody copies it from the address bar. */
function domainBeginning(typed: string): string {
  const bare = typed
    .slice(0, 300)
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#].*$/s, '')
  return /^[a-z0-9][a-z0-9.-]*$/.test(bare) ? bare : ''
}

/** Terms that the row of every match by words has. */
function prefixTerms(words: readonly string[]): number[] {
  return words.map((word) => term('prefix', [...word].slice(0, longestBeginning).join('')))
}

/**
 * Compared with strpos and ranges, so nothing that is typed is a pattern. `sort_name` lacks what was cleaned off the name, such
 * as "GmbH": for several words the name itself is looked at too. One word gives the index so many rows that this would
 * double the time.
 */
function statement(words: number): string {
  const begunIn = (text: string) =>
    Array.from({ length: words }, (_, i) => `strpos(${text}, $${i + 6}) > 0`).join(' and ')
  const inName = `or (
    select ${begunIn('n.words')}
    from (select ' ' || reference.normalize_key(c.name) || s.words as words from core.companies c where c.id = s.id) n
  )`
  const columns = 'company_id as id, people_count, position'
  return `
    select id, exact from (
      (select ${columns}, true as exact from core.company_search
       where sort_name collate "C" = $1 order by people_count desc, position desc limit $3)
      union all
      (select ${columns}, true from core.company_search
       where $2 <> '' and domain collate "C" >= $2 || '.' and domain collate "C" < $2 || '/'
       order by people_count desc, position desc limit $3)
      union all
      select ${columns}, true from core.company_search where domain collate "C" = $2
      union all
      (select id, people_count, position, false
       from (select ${columns}, ' ' || sort_name || ' ' || translate(domain, '.-', '  ') as words
         from core.company_search where prefixes @> $5::bigint[]) s
       where $4::boolean and (${begunIn('words')} ${words > 1 ? inName : ''})
       order by people_count desc, position desc limit $3)
      union all
      (select ${columns}, false from core.company_search
       where $4::boolean and $2 <> '' and domain collate "C" >= $2 and domain collate "C" < $2 || '~'
       order by people_count desc, position desc limit $3)
    ) found
    order by people_count desc, position desc`
}
