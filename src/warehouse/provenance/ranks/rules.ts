import { refused } from '../../../errors.ts'
import { fields } from '../../identity/fields.ts'
import type { FoldSettings } from '../../identity/load-ranks.ts'
import type { EntityKind } from '../../workflows/define.ts'
import type { Catalog } from '../../workflows/registry.ts'
import type { Rule, WantedRule } from './schema.ts'

/**
 * The rules that a caller wants, one entry per row. Throws 422 `rule_empty`, `field_unknown`, `source_unknown`,
 * `source_fixed`, `rule_twice`: a rule with a slip in it would hold for nothing, silently.
 */
export function readRules(wanted: readonly WantedRule[], settings: FoldSettings, catalog: Catalog): Rule[] {
  const known = new Set([...settings.ranks.map(({ source }) => source), '*'])
  const seen = new Set<string>()
  return wanted.flatMap(({ entity, field = '*', source = '*', rank, max_age_days }, i) => {
    const at = (name: string) => ({ errors: [{ pointer: `/rules/${i}/${name}`, code: name, message: 'does not fit' }] })
    if (rank === undefined && max_age_days === undefined) {
      throw refused('rule_empty', `Rule ${i} says nothing: give rank, max_age_days, or both`, at('rank'))
    }
    if (field !== '*' && !(fields[entity] as readonly string[]).includes(field)) {
      throw refused(
        'field_unknown',
        `A ${entity} has no field ${show(field)}: ${fields[entity].join(', ')}`,
        at('field'),
      )
    }
    if (source === 'pin') {
      throw refused('source_fixed', 'A pin outranks every source and does not age: take pins off instead', at('source'))
    }
    if (!known.has(source) && catalog.find(source) === undefined) {
      throw refused('source_unknown', `There is no workflow ${show(source)}`, at('source'))
    }
    if (rank !== undefined && source === '*' && field !== '*') {
      const message = 'A rank for all sources together says nothing about one field: name the source'
      throw refused('rule_empty', message, at('source'))
    }
    const rules: Rule[] = []
    if (rank !== undefined) rules.push({ what: 'rank', entity, field, source, value: rank })
    if (max_age_days !== undefined) rules.push({ what: 'max_age_days', entity, field, source, value: max_age_days })
    for (const rule of rules) {
      if (seen.has(nameOf(rule))) throw refused('rule_twice', `Rule ${i} stands twice in this request`, at('field'))
      seen.add(nameOf(rule))
    }
    return rules
  })
}

function show(text: string): string {
  return JSON.stringify(text.slice(0, 80))
}

function nameOf({ what, entity, field, source }: Rule): string {
  return `${what}\n${entity}\n${field}\n${source}`
}

/** What holds now for the same rules: applying it again undoes them. */
export function currentRules(settings: FoldSettings, rules: readonly Rule[]): Rule[] {
  return rules.map((rule) => ({ ...rule, value: currentValue(settings, rule) }))
}

function currentValue(settings: FoldSettings, { what, entity, field, source }: Rule): number | null {
  const same = (row: { entity: string; field: string; source: string }) =>
    row.entity === entity && row.field === field && row.source === source
  if (what === 'rank') return settings.ranks.find(same)?.rank ?? null
  return settings.rules.find(same)?.max_age_days ?? null
}

/** The settings with these rules in place. */
export function withRules(settings: FoldSettings, rules: readonly Rule[]): FoldSettings {
  let { ranks, rules: freshness } = settings
  for (const { what, entity, field, source, value } of rules) {
    const other = (row: { entity: string; field: string; source: string }) =>
      row.entity !== entity || row.field !== field || row.source !== source
    if (what === 'rank') {
      ranks = [...ranks.filter(other), ...(value === null ? [] : [{ entity, field, source, rank: value }])]
    } else {
      freshness = [
        ...freshness.filter(other),
        ...(value === null ? [] : [{ entity, field, source, max_age_days: value }]),
      ]
    }
  }
  return { ...settings, ranks, rules: freshness }
}

/** Sources whose values may rise or fall by these rules, by kind of entity; null: all of them. */
export function sourcesConcerned(rules: readonly Rule[]): Map<EntityKind, Set<string> | null> {
  const concerned = new Map<EntityKind, Set<string> | null>()
  for (const { entity, source } of rules) {
    const known = concerned.get(entity)
    if (source === '*' || known === null) concerned.set(entity, null)
    else concerned.set(entity, (known ?? new Set<string>()).add(source))
  }
  return concerned
}
