import { describe, expect, it } from 'vitest'
import { rawTables, tables } from '../ingest/tables.ts'
import { builtIn } from './built-in.ts'

describe('the built-in workflows', () => {
  it('have slugs, aliases and routes of their own', () => {
    const slugs = builtIn.flatMap(({ slug, aliases }) => [slug, ...aliases])
    expect(slugs.filter((slug, i) => slugs.indexOf(slug) !== i)).toEqual([])
    const routes = builtIn.flatMap(({ route }) => route ?? [])
    expect(routes.filter((route, i) => routes.indexOf(route) !== i)).toEqual([])
    expect(routes.every((route) => /^\/run\/[a-z0-9/-]+$/.test(route))).toBe(true)
  })

  it('keep raw in a raw table, and have text for people', () => {
    for (const workflow of builtIn) {
      expect(rawTables, workflow.slug).toContain(workflow.rawTable)
      expect(workflow.description, workflow.slug).toMatch(/^[A-Z]/)
    }
    expect(Object.keys(tables)).not.toContain('raw.payloads')
  })

  it('refuse a body that is no object', () => {
    for (const workflow of builtIn) {
      for (const body of [null, [], 'x', 5, true]) expect(workflow.check(body), workflow.slug).not.toEqual([])
    }
  })
})
