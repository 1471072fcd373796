import { expect, test } from 'vitest'
import { createTestDatabase } from '../../../../test/support/database.ts'
import { asOperator, connect, type Tx } from '../../../db/database.ts'
import { workOff } from '../search-index/bring-up.ts'
import { queueAll } from '../search-index/rebuild.ts'
import { readCompanies, readLeads, readPeople } from './read-rows.ts'

test('the views for SQL say what searches say, column by column', async () => {
  const database = await createTestDatabase()
  const db = connect(database.url, { connections: 3 })
  try {
    await db.pool.query(`insert into core.companies (domain, name, employee_count, size_range, country) values
      ('a.com', 'A', 700, null, 'France'), ('b.com', 'B', 7, '51-200', null), ('c.com', 'C', null, null, null)`)
    await db.pool.query(`insert into core.people (linkedin_url, full_name, title, company_domain, location_name)
      select 'https://www.linkedin.com/in/' || d, 'Person ' || d, 'VP Sales', d || '.com', 'Paris, France'
      from unnest(array['a', 'b', 'c', 'nowhere']) d`)
    await queueAll(db)
    await workOff(db)
    type Read = (tx: Tx, ids: readonly string[]) => Promise<object[]>
    const kinds: [view: string, id: string, read: Read][] = [
      ['core.leads', 'person_id', readLeads],
      ['core.people_full', 'id', readPeople],
      ['core.companies_full', 'id', readCompanies],
    ]
    for (const [view, id, read] of kinds) {
      const { rows } = await db.pool.query<Record<string, unknown>>(`select * from ${view} order by 1`)
      const found = await asOperator(db, (tx) =>
        read(
          tx,
          rows.map((row) => String(row[id])),
        ),
      )
      expect(rows.length, view).toBeGreaterThan(2)
      const times = ['created_at', 'updated_at']
      const columns = Object.keys(rows[0] ?? {}).filter((column) => !times.includes(column))
      for (const [i, row] of rows.entries()) {
        const shown = found[i] as Record<string, unknown> | undefined
        for (const column of columns) expect(shown?.[column], `${view}.${column}`).toEqual(row[column])
      }
    }
    const ranges = await db.pool.query('select employee_range from core.leads order by linkedin_url')
    expect(ranges.rows.map((row) => row.employee_range)).toEqual(['501-1000', '51-200', null, null])
  } finally {
    await db.close()
    await database.drop()
  }
})
