import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Extraction, Settled, Workflow } from '../../src/warehouse/workflows/define.ts'

export const rawId = '019c0000-0000-7000-8000-000000000001'
export const receivedAt = '2026-02-01T00:00:00.000000Z'

const columns = readColumns()

export interface Extracted extends Extraction {
  /** code and field of every warning that a reader gave. */
  warned: [code: string, field: string][]
  rowsOf(table: string): Record<string, unknown>[]
}

/**
 * Runs a workflow's extraction on one request, as the engine does: the request fits, key and raw columns can be made, and
 * what comes out is JSON for tables and columns that the migrations make.
 */
export function extractOf(workflow: Workflow, request: unknown): Extracted {
  expect(workflow.check(request)).toEqual([])
  workflow.entityKey(request)
  for (const column of Object.keys(workflow.rawColumns(request))) expect(columnsOf(workflow.rawTable)).toContain(column)
  const warned: Extracted['warned'] = []
  const extraction = workflow.extract(request, { receivedAt, rawId, warn: (code, field) => warned.push([code, field]) })
  for (const { table, row } of extraction.rows) {
    expect(columnsOf(table), table).toEqual(expect.arrayContaining(Object.keys(row)))
    for (const [column, value] of Object.entries(row)) expect(value, `${table}.${column}`).not.toBe(undefined)
  }
  expect(JSON.parse(JSON.stringify(extraction.observations))).toEqual(
    extraction.observations.map((o) => ({ ...o, fields: JSON.parse(JSON.stringify(o.fields)) })),
  )
  return {
    ...extraction,
    warned,
    rowsOf: (table) => extraction.rows.filter((entry) => entry.table === table).map((entry) => entry.row),
  }
}

/** The answer to a request, with ids made from the names of tables and keys. */
export function answerOf(
  workflow: Workflow,
  request: unknown,
  settled: Partial<Settled> = {},
): Record<string, unknown> {
  const extraction = extractOf(workflow, request)
  const rows = (table: string) => extraction.rows.filter((entry) => entry.table === table).length
  return workflow.answer(
    request,
    {
      rawId,
      rowId: (table) => (rows(table) === 0 ? null : `id of ${table}`),
      rowCount: rows,
      inserted: () => true,
      entityId: (subject) => `id of ${subject}`,
      location: () => null,
      title: () => null,
      experienceCount: 0,
      educationCount: 0,
      companiesCount: 0,
      pastEmployersCount: 0,
      ...settled,
    },
    extraction,
  )
}

function columnsOf(table: string): string[] {
  const found = columns.get(table)
  if (found === undefined) throw new Error(`no table ${table} in schema.sql`)
  return found
}

/** Tables with their columns, from the committed schema. */
function readColumns(): Map<string, string[]> {
  const schema = readFileSync(new URL('../../schema.sql', import.meta.url), 'utf8')
  const tables = schema.matchAll(/^create table (\S+) \(\n([\s\S]*?)\n\);/gim)
  return new Map(
    [...tables].map(([, name = '', body = '']) => [
      name,
      body.split('\n').flatMap((line) => /^ {2}"?([a-z0-9_]+)"? /.exec(line)?.[1] ?? []),
    ]),
  )
}
