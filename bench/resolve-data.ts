import type pg from 'pg'
import { firstNames, lastNames } from '../demo/invented-words.ts'

/** How many of each are stored. */
export interface Stored {
  companies: number
  people: number
}

// Set-based, since a million payloads through the ingest take a quarter of an hour. What resolve reads is there as the
// ingest leaves it: core rows, identities, and the keys that point to them (domain ← LinkedIn page ← number; profile ← member
// id, work e-mail). Squares of random numbers make some names far commoner than others: the commonest full name of a
// person is shared by some thousand among a million.
export async function storeEntities(client: pg.Client, { companies, people }: Stored): Promise<void> {
  await client.query('select setseed(0.5)')
  await client.query(
    `create temp table made as
     select i, md5('company' || i)::uuid as id, 'c' || i || '.example' as domain,
       (array['Nova','Blue','Iron','Silver','Green','Bright','North','Clear','Stone','River','Solar','Cloud','Quantum','Urban',
         'Pacific','Atlas','Vertex','Prime','Summit','Harbor','Cedar','Falcon','Lumen','Orbit','Pioneer'])[1 + floor(25 * random() ^ 2)::int]
       || chr(97 + floor(26 * random())::int) || chr(97 + floor(26 * random())::int) || ' ' ||
       (array['Robotics','Health','Labs','Systems','Energy','Foods','Logistics','Capital','Media','Analytics','Software','Bio',
         'Materials','Security','Learning','Travel','Homes','Motors','Finance','Networks'])[1 + floor(20 * random() ^ 2)::int] || ' ' ||
       (array['Inc','LLC','GmbH','Ltd','SA','','','','',''])[1 + floor(10 * random())::int] as name,
       (array['United States','United Kingdom','Germany','India','France','Canada','Brazil','Spain'])[1 + floor(8 * random() ^ 2)::int] as country,
       (array['San Francisco','London','Berlin','Bengaluru','Paris','Toronto'])[1 + floor(6 * random())::int] as city
     from generate_series(1, ${companies}) i`,
  )
  await client.query(
    `insert into core.companies (id, domain, name, linkedin_url, linkedin_org_id, country, city, employee_count, industry, description)
     select id, domain, btrim(name), 'https://www.linkedin.com/company/c' || i, i, case when i % 10 > 0 then country end, city, i % 5000,
       'Software', repeat('What the company does, in a sentence or two. ', 4) from made`,
  )
  await client.query(
    `insert into core.identifiers (key, owner, kind)
     select 'domain:' || domain, 'domain:' || domain, 'company' from made
     union all select 'linkedin:c' || i, 'domain:' || domain, 'company' from made
     union all select 'org:' || i, 'linkedin:c' || i, 'company' from made`,
  )
  await client.query(
    `insert into core.identities (id, kind, root) select id, 'company', 'domain:' || domain from made; drop table made`,
  )
  await client.query(
    `create temp table made as
     select i, md5('person' || i)::uuid as id, 'p' || i as slug, 1 + floor(${companies} * random() ^ 2)::int as company,
       ($1::text[])[1 + floor(cardinality($1::text[]) * random() ^ 2)::int] as first,
       ($2::text[])[1 + floor(cardinality($2::text[]) * random() ^ 2)::int] as last,
       (array['United States','United Kingdom','Germany','India','France','Canada','Brazil','Spain'])[1 + floor(8 * random() ^ 2)::int] as country,
       (array['San Francisco','London','Berlin','Bengaluru','Paris','Toronto'])[1 + floor(6 * random())::int] as city
     from generate_series(1, ${people}) i`
      .replaceAll('$1', arrayLiteral(firstNames))
      .replaceAll('$2', arrayLiteral(lastNames)),
  )
  await client.query(
    `insert into core.people (id, linkedin_url, linkedin_slug, full_name, first_name, last_name, work_email, title, company_domain,
       company_name, city, country, headline)
     select id, 'https://www.linkedin.com/in/' || slug, slug, first || ' ' || last, first, last,
       slug || '@c' || company || '.example', 'Engineer', 'c' || company || '.example', 'Company ' || company, city, country,
       'Engineer at Company ' || company from made`,
  )
  await client.query(
    `insert into core.identifiers (key, owner, kind)
     select 'slug:' || slug, 'slug:' || slug, 'person' from made
     union all select 'member:' || i, 'slug:' || slug, 'person' from made
     union all select 'email:' || slug || '@c' || company || '.example', 'slug:' || slug, 'person' from made`,
  )
  await client.query(
    `insert into core.identities (id, kind, root) select id, 'person', 'slug:' || slug from made; drop table made`,
  )
  await client.query('vacuum analyze core.companies, core.people, core.identifiers, core.identities')
  await client.query('checkpoint')
}

function arrayLiteral(values: readonly string[]): string {
  return `'{${values.map((value) => JSON.stringify(value.replaceAll("'", "''"))).join(',')}}'`
}
