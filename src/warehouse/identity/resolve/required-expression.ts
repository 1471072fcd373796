/** Whether an answer has the fields that were required of it. */
export type Requirement = (data: Readonly<Record<string, unknown>>) => boolean

/** Why an expression cannot be read, and where. */
export interface BadExpression {
  /** Counted from 1. */
  position: number
  message: string
}

const deepest = 50

/** Names that other systems use for the same fields. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  emails: ['work_email'],
  email: ['work_email'],
  profile: ['linkedin_url'],
  profiles: ['linkedin_url'],
  linkedin: ['linkedin_url'],
  linkedin_id: ['linkedin_org_id', 'linkedin_user_profile_urn'],
  job_title: ['title'],
  job_company_name: ['company_name'],
  job_company_website: ['company_domain'],
  company: ['company_name', 'company_domain'],
  location: ['location_name', 'locality', 'city', 'state', 'country'],
  locality: ['locality', 'city'],
  region: ['state'],
  size: ['size_range', 'employee_count'],
  founded: ['founded_year'],
}

/**
 * Reads an expression such as `emails AND (name OR profile)`: fields joined by AND, OR and NOT in any case, AND before OR,
 * brackets up to 50 deep. A field counts as there when it is neither null nor empty.
 */
export function readRequirement(text: string, fields: readonly string[]): Requirement | BadExpression {
  const words = [...text.matchAll(/\s*([()]|[^\s()]+)/g)].map((match) => ({
    word: match[1] ?? '',
    position: match.index + match[0].length - (match[1]?.length ?? 0) + 1,
  }))
  let at = 0
  const known = new Map<string, readonly string[]>(fields.map((field) => [field, [field]]))
  if (fields.includes('full_name')) known.set('name', ['full_name'])
  for (const [alias, meant] of Object.entries(aliases)) {
    const own = meant.filter((field) => fields.includes(field))
    if (own.length > 0 && (!known.has(alias) || alias === 'locality')) known.set(alias, own)
  }

  try {
    const requirement = either(0)
    const rest = words[at]
    if (rest !== undefined)
      return bad(rest.word === ')' ? 'this bracket was not opened' : `AND or OR is missing before ${quoted(rest.word)}`)
    return requirement
  } catch (error) {
    if (error instanceof Unreadable) return error.reason
    throw error
  }

  function either(depth: number): Requirement {
    const parts = [both(depth)]
    while (is('or')) parts.push(both(depth))
    return parts.length === 1 ? (parts[0] as Requirement) : (data) => parts.some((part) => part(data))
  }

  function both(depth: number): Requirement {
    const parts = [one(depth)]
    while (is('and')) parts.push(one(depth))
    return parts.length === 1 ? (parts[0] as Requirement) : (data) => parts.every((part) => part(data))
  }

  function one(depth: number): Requirement {
    if (depth > deepest) throw new Unreadable(bad(`brackets and NOT may lie ${deepest} deep`))
    if (is('not')) {
      const part = one(depth + 1)
      return (data) => !part(data)
    }
    if (is('(')) {
      const inner = either(depth + 1)
      if (!is(')')) throw new Unreadable(bad('a bracket is not closed'))
      return inner
    }
    const word = words[at]?.word
    if (word === undefined || word === ')' || /^(?:and|or)$/i.test(word))
      throw new Unreadable(bad('a field is missing'))
    const meant = known.get(word.toLowerCase())
    if (meant === undefined) {
      throw new Unreadable(bad(`there is no field ${quoted(word)}; there are ${[...known.keys()].sort().join(', ')}`))
    }
    at++
    return (data) => meant.some((field) => isThere(data[field]))
  }

  function is(word: string): boolean {
    if (words[at]?.word.toLowerCase() !== word) return false
    at++
    return true
  }

  function bad(message: string): BadExpression {
    return { position: words[at]?.position ?? text.length + 1, message }
  }
}

class Unreadable extends Error {
  readonly reason: BadExpression
  constructor(reason: BadExpression) {
    super(reason.message)
    this.reason = reason
  }
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

function quoted(word: string): string {
  return JSON.stringify(word.slice(0, 60))
}
