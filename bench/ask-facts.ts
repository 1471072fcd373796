import type pg from 'pg'
import { companyRoots } from '../demo/invented-words.ts'
import { vendor } from './ask-companies.ts'
import { chance, oneOf, text, uniform, wordAt } from './ask-random.ts'

/** The investor and the technology with this number, the ones that most companies have first. */
export function investorNumber(i: number): string {
  return `${companyRoots[i - 1]} Capital`
}
export function technologyNumber(i: number): string {
  return `${companyRoots[i - 1]} ${kinds[i % kinds.length]}`
}
const kinds = ['Cloud', 'Analytics', 'CRM', 'CDN', 'Pay']

const vendorCustomers = 500

/** Investors, technologies, customers, business models, postings and news of the companies that `storeCompanies` made. */
export async function storeFacts(client: pg.Client, companies: number): Promise<void> {
  const rank = (row: string) => `1 + floor(${companies} * ${uniform(row)} ^ 2)::int`
  const investor = `floor(71 * ${uniform('c.i * 8 + n.k')} ^ 2)::int`
  await client.query(
    `insert into core.company_vc_investors (company_domain, company_name, vc_name, vc_domain, source, natural_key)
     select domain, name, word || ' Capital', lower(word) || '-capital.example', 'crunchbase', domain || word from (
       select distinct c.domain, c.name, ${words(71)}[1 + ${investor}] as word
       from made_companies c cross join generate_series(1, 3) n(k)
       where ${chance('c.i', 0.08)} and n.k <= 1 + c.i % 3) made`,
  )
  await client.query(
    `insert into reference.technologies (id, name, categories)
     select md5('technology ' || i)::uuid, ${words(400)}[i] || ' ' || ${wordAt(kinds, `1 + i % ${kinds.length}`)}, '[]'
     from generate_series(1, 400) i`,
  )
  await client.query(
    `insert into core.company_technologies (domain, technology_id, first_detected)
     select distinct c.domain, md5('technology ' || (1 + floor(400 * ${uniform('c.i * 16 + k')} ^ 3)::int))::uuid, '2025-01-01'
     from made_companies c cross join generate_series(1, 12) k where ${chance('c.i', 0.4)} and k <= 1 + c.i % 12`,
  )
  await client.query(
    `insert into core.company_business_model (domain, is_b2b, is_b2c)
     select domain, model <> 'B2C', model <> 'B2B'
     from (select domain, ${oneOf('i', { B2B: 65, B2C: 25, BOTH: 10 })} as model from made_companies
       where ${chance('i', 0.6)}) m`,
  )
  await client.query(
    `insert into core.company_public (domain, company_name, ticker)
     select domain, name, 'T' || i from made_companies where i <= ${companies} / 10 and ${chance('i', 0.05)}`,
  )
  await client.query(
    `insert into reference.company_customers (domain, customer_domain, customer_name)
     select ${text(vendor)}, c.domain, c.name from made_companies c
     where c.i in (select ${rank('k')} from generate_series(1, ${vendorCustomers * 3}) k) order by md5(c.domain) limit ${vendorCustomers}`,
  )
  await client.query(
    `insert into reference.company_customers (domain, customer_domain, customer_name)
     select distinct on (v.domain, c.domain) v.domain, c.domain, c.name
     from (select v.domain, v.i, k, ${rank('v.i * 64 + k')} as customer
           from made_companies v cross join generate_series(1, 60) k
           where v.i % 100 = 7 and k <= 2 + 58 * ${uniform('v.i')} ^ 3) v
     join made_companies c on c.i = v.customer and c.domain <> v.domain`,
  )
  await client.query(
    `insert into core.company_customers (origin_company_domain, customer_name, customer_domain, source, normalized_name)
     select domain, customer_name, customer_domain, 'bench', lower(customer_domain) from reference.company_customers`,
  )
  await storeSignals(client)
}

async function storeSignals(client: pg.Client): Promise<void> {
  const ago = (row: string, days: number) => `now() - ${uniform(row)} ^ 2 * interval '${days} days'`
  await client.query(
    `insert into core.company_job_postings (domain, job_id, title, posted_at)
     select c.domain, c.i * 8 + k, 'Open position', ${ago('c.i * 8 + k', 300)}
     from made_companies c cross join generate_series(1, 5) k where ${chance('c.i', 0.12)} and k <= 1 + c.i % 5`,
  )
  await client.query(
    `insert into extracted.signal_new_hire (company_domain, company_name, signal_detected_at, natural_key, client_domain)
     select domain, name, ${ago('i', 200)}, 'hire ' || i, 'client' || i % 10 || '.example' from made_companies
     where ${chance('i', 0.05)}`,
  )
  await client.query(
    `insert into extracted.signal_news (company_domain, news_title, published_at, signal_detected_at, natural_key, client_domain)
     select domain, name || ' raises money', day, day, 'news ' || i, 'client' || i % 10 || '.example'
     from (select domain, name, i, ${ago('i', 500)} as day from made_companies where ${chance('i', 0.04)}) m`,
  )
}

/** An array of so many different words. */
function words(count: number): string {
  return `(array[${companyRoots.slice(0, count).map(text).join()}])`
}
