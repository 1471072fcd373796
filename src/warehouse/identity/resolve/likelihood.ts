import type { Conflict } from './schema.ts'

/** What speaks for one candidate: a parameter that agrees, with how it does in words. */
export interface Support {
  field: string
  /** A phrase such as "same name" or "work e-mail address". */
  how: string
  /** How likely this alone makes it, 1 to 10; 0 for what only adds to something else. */
  alone: number
  /** What it adds to something stronger. */
  adds: number
}

/** What speaks against it, with what it costs. */
export interface Objection extends Conflict {
  how: string
  costs: number
}

/**
 * What evidence is worth. An identifier alone gives its number; whatever else agrees adds; each contradiction costs.
 * Names alone never reach what an identifier gives, however much else agrees (`namesAtMost`).
 */
export const worth = {
  id: 10,
  /** A key that names one entity: domain, LinkedIn page or number, profile, Sales Navigator id. */
  key: 9,
  /** A work e-mail address, of its person. */
  email: 8,
  ticker: 8,
  /** The domain of somebody's e-mail address, of the company. */
  emailDomain: 7,
  companyName: 6,
  formerCompanyName: 5,
  similarCompanyName: 3,
  personName: { same: 3, variant: 2, typo: 1, similar: 1, part: 1, other: 0 },
  namesAtMost: 8,
  /** Any further identifier, or a name that agrees. */
  further: 1,
  /** An address that differs by at most three letters. */
  similarEmail: 2,
  employer: 4,
  /** One that stands among the person's earlier jobs: lists are older than people's jobs. */
  formerEmployer: 3,
  similarEmployer: 2,
  city: 2,
  state: 1,
  country: 1,
} as const

export const cost = {
  /** A parameter names another entity that is known here. */
  another: 4,
  /** A key that is not known here, where the candidate has a different one of that kind. */
  otherKey: 3,
  name: 3,
  employer: 3,
  country: 3,
  /** Another city or state in the same country: people and companies move. */
  nearby: 1,
  /** What an identified entity may have changed since: employer and place. */
  changed: 1,
} as const

/** From 1 to 10. Agreement never lowers it, contradiction never raises it. */
export function likelihood(
  supports: readonly Support[],
  objections: readonly Objection[],
  byNameOnly: boolean,
): number {
  const { agreement, contradiction } = sums(supports, objections)
  return Math.max(1, Math.min(agreement, byNameOnly ? worth.namesAtMost : 10) - contradiction)
}

/** By what candidates of the same likelihood are ordered: what the scale cuts off. */
export function weight(supports: readonly Support[], objections: readonly Objection[]): number {
  const { agreement, contradiction } = sums(supports, objections)
  return agreement - contradiction
}

/** What all add, with the strongest counted by what it is worth alone in place of what it adds. */
function sums(supports: readonly Support[], objections: readonly Objection[]) {
  const added = supports.reduce((total, { adds }) => total + adds, 0)
  const first = Math.max(0, ...supports.map(({ alone, adds }) => alone - adds))
  return { agreement: added + first, contradiction: objections.reduce((total, { costs }) => total + costs, 0) }
}
