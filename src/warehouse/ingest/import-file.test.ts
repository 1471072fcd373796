import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts'
import { connect, type Database } from '../../db/database.ts'
import { loadCatalog } from '../workflows/registry.ts'
import { startIngest } from './engine.ts'
import { type ImportDeps, type ImportOptions, importFile } from './import-file.ts'
import type { ImportKindName } from './import-kinds.ts'

let database: TestDatabase
let db: Database
let deps: ImportDeps
beforeAll(async () => {
  database = await createTestDatabase()
  db = connect(database.url)
  deps = { db, catalog: await loadCatalog(db), ingest: await startIngest({ db }) }
})
afterAll(async () => {
  await deps.ingest.close()
  await db.close()
  await database.drop()
})

function take(kind: ImportKindName, content: string | Uint8Array, options: ImportOptions = {}) {
  async function* chunks() {
    yield Buffer.from(content)
  }
  return importFile(deps, kind, chunks(), options)
}

async function rowsOf(table: string, columns: string, uploadId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await db.pool.query(`select ${columns} from ${table} where upload_id = $1 order by 1`, [uploadId])
  return rows
}

describe('headers as such exports have them', () => {
  test('venture firms', async () => {
    const { accepted } = await take(
      'vc-firms',
      'Firm Name,Website\nHarrowgate Ventures,https://www.harrowgate.com/team\n',
    )
    expect(accepted).toBe(1)
    const { rows } = await db.pool.query(`select name, domain from raw.vc_firms where domain = 'harrowgate.com'`)
    expect(rows).toEqual([{ name: 'Harrowgate Ventures', domain: 'harrowgate.com' }])
  })

  test('a portfolio with its firm in the columns, and one whose firm is named beside it', async () => {
    const named =
      'VC,VC Website,Organization Name,Website,City,Industries\nPier,pier.com,Larkmere,larkmere.com,Leeds,"Food, Health"\n'
    const first = await take('vc-portfolio', named)
    expect(await rowsOf('raw.vc_portfolio_companies', 'company_name, website_domain, city', first.upload_id)).toEqual([
      { company_name: 'Larkmere', website_domain: 'larkmere.com', city: 'Leeds' },
    ])
    const bare = 'Company Name\tDomain\nTollan\ttollan.com\n'
    await expect(take('vc-portfolio', bare)).rejects.toMatchObject({ status: 422, code: 'vc_missing' })
    const second = await take('vc-portfolio', bare, { vcName: 'Pier', vcDomain: 'pier.com' })
    expect(second.accepted).toBe(1)
    const { rows } = await db.pool.query(
      `select f.domain from raw.vc_portfolio_companies c join raw.vc_firms f on f.id = c.vc_firm_id where c.upload_id = $1`,
      [second.upload_id],
    )
    expect(rows).toEqual([{ domain: 'pier.com' }])
  })

  test('Crunchbase, with one column for the place', async () => {
    const csv =
      'Organization Name,Organization Name URL,Website,Headquarters Location,Number of Employees,LinkedIn,Description\n' +
      'Brightkiln,https://cb.example/x,https://brightkiln.com,"San Francisco, California, United States",51-100,linkedin.com/company/brightkiln,Kilns\n' +
      'Somewhere,,somewhere.com,Remote,,,\n'
    const { upload_id, accepted } = await take('crunchbase-portfolio', csv, { vcName: 'Pier' })
    expect(accepted).toBe(2)
    expect(
      await rowsOf(
        'raw.vc_crunchbase_portfolios',
        'name, website, city, state, country, number_employees, vc_name',
        upload_id,
      ),
    ).toEqual([
      {
        name: 'Brightkiln',
        website: 'https://brightkiln.com',
        city: 'San Francisco',
        state: 'California',
        country: 'United States',
        number_employees: '51-100',
        vc_name: 'Pier',
      },
      {
        name: 'Somewhere',
        website: 'somewhere.com',
        city: null,
        state: null,
        country: null,
        number_employees: null,
        vc_name: 'Pier',
      },
    ])
  })

  test('Sales Navigator, in UTF-16 as spreadsheets save it', async () => {
    const csv =
      'First Name\tLast Name\tTitle\tCompany Name\tCompany Website\tProfile URL\tHeadcount\nTeun\tÅbara\tHead of IT\tTollan Foods\ttollan.com\thttps://www.linkedin.com/in/teun-abara\t1,240\n'
    const { upload_id } = await take('salesnav', iconv.encode(csv, 'utf-16le', { addBOM: true }))
    expect(
      await rowsOf(
        'raw.salesnav_scrapes',
        'first_name, last_name, job_title, company, company_website, company_headcount',
        upload_id,
      ),
    ).toEqual([
      {
        first_name: 'Teun',
        last_name: 'Åbara',
        job_title: 'Head of IT',
        company: 'Tollan Foods',
        company_website: 'tollan.com',
        company_headcount: '1,240',
      },
    ])
  })

  test('objects are read by the names of their members, line by line or in an array', async () => {
    const rows = [
      { 'Firm Name': 'A', url: 'a-vc.com' },
      { name: 'B', domain: 'b-vc.com' },
    ]
    expect((await take('vc-firms', JSON.stringify(rows))).accepted).toBe(2)
    expect((await take('vc-firms', rows.map((row) => JSON.stringify(row)).join('\n'))).accepted).toBe(2)
  })
})

describe('an upload', () => {
  const csv = [
    'vc_name,vc_domain,company_name,website_domain,city',
    'Pier,pier.com,One,one.com,Leeds',
    'Pier,pier.com,Two,two.com,https://two.com/team',
    'Pier,pier.com,Three,three.com,Ghent,x',
    'Pier,,Four,four.com,Porto',
  ].join('\n')

  test('keeps its counts, refuses shifted rows with a reason, and takes the others', async () => {
    const result = await take('vc-portfolio', csv, { filename: 'portfolio.csv' })
    expect(result).toMatchObject({ rows: 4, accepted: 1, deduplicated: 0, refused_total: 3 })
    expect(result.refused.map(({ row, code }) => [row, code])).toEqual([
      [3, 'shifted_columns'],
      [4, 'column_count'],
      [5, 'invalid_request'],
    ])
    const { rows } = await db.pool.query(
      'select kind, filename, rows_total, rows_accepted, rows_refused, status from raw.uploads where id = $1',
      [result.upload_id],
    )
    expect(rows).toEqual([
      {
        kind: 'vc-portfolio',
        filename: 'portfolio.csv',
        rows_total: 4,
        rows_accepted: 1,
        rows_refused: 3,
        status: 'completed',
      },
    ])
  })

  test('of the same file is the same upload and stores nothing twice; another file is another upload', async () => {
    const first = await take('vc-portfolio', `${csv}\n`)
    const again = await take('vc-portfolio', `${csv}\n`)
    expect(again).toMatchObject({ upload_id: first.upload_id, accepted: 1, deduplicated: 1 })
    expect((await rowsOf('raw.vc_portfolio_companies', 'company_name', first.upload_id)).length).toBe(1)
    expect((await take('vc-portfolio', `${csv}\n\n`)).upload_id).not.toBe(first.upload_id)
  })

  test('that cannot be read to its end keeps what came before and is marked so', async () => {
    const before = await db.pool.query('select count(*)::int as n from raw.uploads')
    const broken = take('vc-firms', 'name,domain\nKept,kept-vc.com\n"Open,open-vc.com\n')
    await expect(broken).rejects.toMatchObject({ code: 'csv_unreadable' })
    const { rows } = await db.pool.query(
      `select status, rows_accepted from raw.uploads order by created_at desc limit 1`,
    )
    expect(rows).toEqual([{ status: 'failed', rows_accepted: 1 }])
    const after = await db.pool.query('select count(*)::int as n from raw.uploads')
    expect(after.rows[0].n).toBe(before.rows[0].n + 1)
  })

  test('beyond the limit is refused before anything is stored', async () => {
    await expect(take('vc-firms', csv, { maxBytes: 100 })).rejects.toMatchObject({ status: 413 })
  })
})
