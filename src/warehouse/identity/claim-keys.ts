import { keyKind, strength } from './keys.ts'
import { compareStamps, type Stamp, stampOf } from './merge-observation.ts'
import { addNode, type Forest, type Node } from './read-forest.ts'
import type { Statement } from './settle-entities.ts'

export interface Review {
  key: string
  subjects: string[]
  reason: 'contested_key'
  rawId: string | null
}

export interface Claimed {
  /** Keys whose owner changed, with the owner they had. */
  moved: { node: Node; from: string }[]
  /** Decided keys that another subject would own by what payloads say. */
  reclaimed: Node[]
  /** Keys that were entities of their own before they moved: their identity passes on or redirects. */
  absorbed: { key: string; by: string }[]
  reviews: Review[]
  /** Keys whose entity gained or lost something. */
  touched: Set<string>
}

/**
 * Decides who owns each key that the batch claims: the newest claim does (time, then payload hash); an unclaimed key
 * owns itself. Only a stronger subject claims a weaker key, so there are no cycles. A key claimed by two subjects of one
 * kind is contested: the newest claim still owns it, both entities stay, and somebody is asked to look.
 */
export function claimKeys(forest: Forest, statements: readonly Statement[]): Claimed {
  const result: Claimed = { moved: [], reclaimed: [], absorbed: [], reviews: [], touched: new Set() }
  for (const statement of statements) {
    for (const key of statement.claims) {
      if (key === statement.subject || strength(statement.subject) <= strength(key)) continue
      claim(forest, statement, key, result)
    }
  }
  return result
}

function claim(forest: Forest, statement: Statement, key: string, result: Claimed): void {
  const { subject, rawId } = statement
  const node = forest.get(key)
  if (node === undefined) {
    addNode(forest, key, subject, false)
    forest.get(subject)?.children.add(key)
    result.touched.add(subject)
    return
  }
  if (node.claimed !== null) {
    claimDecided(forest, statement, node, node.claimed, result)
    return
  }
  if (node.owner === subject) return
  if (node.owner === key) {
    if (isAbove(forest, key, subject)) {
      note(node, subject, result)
      return
    }
    if (node.observations.size > 0 || node.stored) result.absorbed.push({ key, by: subject })
    move(forest, node, subject, result)
    return
  }
  const mine = claimStamp(forest, subject, key)
  const theirs = claimStamp(forest, node.owner, key)
  if (keyKind(subject) === keyKind(node.owner)) {
    result.reviews.push({ key, subjects: [node.owner, subject].sort(), reason: 'contested_key', rawId })
  }
  if (mine === null || (theirs !== null && compareStamps(mine, theirs) <= 0)) return
  if (isAbove(forest, key, subject)) note(node, subject, result)
  else move(forest, node, subject, result)
}

/** Whether a decision put the subject below the key that it claims: then the two are one entity already. */
function isAbove(forest: Forest, key: string, subject: string): boolean {
  let node = forest.get(subject)
  while (node !== undefined && node.key !== key && node.owner !== node.key) node = forest.get(node.owner)
  return node?.key === key
}

/** Remembers who would own the key, for when the decision that stands against it is undone. */
function note(node: Node, subject: string, result: Claimed): void {
  node.claimed = subject
  result.reclaimed.push(node)
}

/** A decision outranks claims: the newest claim is noted beside it. */
function claimDecided(
  forest: Forest,
  { subject, rawId }: Statement,
  node: Node,
  holder: string,
  result: Claimed,
): void {
  if (holder === subject) return
  const { key } = node
  if (holder !== key) {
    const mine = claimStamp(forest, subject, key)
    const theirs = claimStamp(forest, holder, key)
    if (keyKind(subject) === keyKind(holder)) {
      result.reviews.push({ key, subjects: [holder, subject].sort(), reason: 'contested_key', rawId })
    }
    if (mine === null || (theirs !== null && compareStamps(mine, theirs) <= 0)) return
  }
  note(node, subject, result)
}

function move(forest: Forest, node: Node, to: string, result: Claimed): void {
  result.touched.add(node.owner).add(node.key).add(to)
  if (node.stored) result.moved.push({ node, from: node.owner })
  forest.get(node.owner)?.children.delete(node.key)
  node.owner = to
  forest.get(to)?.children.add(node.key)
}

/** The newest claim that a subject's sources make on a key. */
export function claimStamp(forest: Forest, subject: string, key: string): Stamp | null {
  let newest: Stamp | null = null
  for (const observation of forest.get(subject)?.observations.values() ?? []) {
    if (observation.fields[`@${key}`] === undefined) continue
    const stamp = stampOf(observation, `@${key}`)
    if (newest === null || compareStamps(stamp, newest) > 0) newest = stamp
  }
  return newest
}
