import { Compile } from 'typebox/compile'
import type { FieldError } from '../../errors.ts'
import type { EntityKind, EntityType } from './define.ts'
import { factNames, factReader } from './fact-readers.ts'
import { isReserved, isWeaker, kindsOf } from './mapped-key.ts'
import { type MappedKey, Mapping } from './mapping-schema.ts'
import { parsePath } from './read-path.ts'

const shape = Compile(Mapping)
const fieldName = /^[a-z][a-z0-9_]{0,62}$/

/**
 * What keeps a mapping from working, by JSON pointers into the registration (`/mapping/facts/nmae`): paths that cannot be,
 * kinds of key that the entity type does not have, claims that are not weaker than the subject, unknown core fields.
 * Empty when it works.
 */
export function checkMapping(mapping: unknown, entityType: EntityType): FieldError[] {
  if (!shape.Check(mapping)) {
    return shape.Errors(mapping).map((error) => ({
      pointer: `/mapping${error.instancePath}`,
      code: error.keyword,
      message: error.message,
    }))
  }
  const errors: FieldError[] = []
  const { subject, claims = [], refreshed_at, fields = {}, facts = {} } = mapping
  checkKey(subject, '/mapping/subject', entityType, errors)
  for (const [i, claim] of claims.entries()) {
    const pointer = `/mapping/claims/${i}`
    checkKey(claim, pointer, entityType, errors)
    if (kindsOf[entityType].includes(claim.kind) && !isWeaker(claim.kind, subject.kind)) {
      errors.push({
        pointer: `${pointer}/kind`,
        code: 'claim',
        message: `a ${subject.kind} subject cannot claim a ${claim.kind}: make the stronger one the subject`,
      })
    }
  }
  if (refreshed_at) checkPath(refreshed_at, '/mapping/refreshed_at', errors)
  for (const [name, field] of Object.entries(fields)) {
    const pointer = `/mapping/fields/${escaped(name)}`
    if (!fieldName.test(name)) {
      errors.push({ pointer, code: 'field_name', message: 'must be lower case letters, digits and underscores' })
    }
    checkPath(field.path, `${pointer}/path`, errors)
  }
  for (const [name, fact] of Object.entries(facts)) checkFact(name, fact, entityType, errors)
  return errors
}

function checkKey(key: MappedKey, pointer: string, entityType: EntityType, errors: FieldError[]): void {
  const kinds = kindsOf[entityType]
  if (!kinds.includes(key.kind)) {
    const message = `a ${entityType.replace('_', ' ')} has no ${key.kind}: one of ${kinds.join(', ')}`
    errors.push({ pointer: `${pointer}/kind`, code: 'key_kind', message })
  }
  if (key.source !== undefined && (key.kind !== 'record' || isReserved(key.source))) {
    const message = key.kind === 'record' ? 'is the name of another kind of key' : 'belongs to records only'
    errors.push({ pointer: `${pointer}/source`, code: 'source', message })
  }
  checkPath(key.path, `${pointer}/path`, errors)
}

function checkFact(
  name: string,
  fact: string | Record<string, string>,
  entityType: EntityType,
  errors: FieldError[],
): void {
  const pointer = `/mapping/facts/${escaped(name)}`
  if (entityType !== 'company' && entityType !== 'person') {
    errors.push({ pointer, code: 'fact', message: 'only companies and people have canonical fields' })
    return
  }
  const kind: EntityKind = entityType
  const reader = factReader(kind, name)
  if (reader === undefined) {
    const message = `is no field of a ${kind}: one of ${factNames(kind).join(', ')}`
    errors.push({ pointer, code: 'fact', message })
    return
  }
  if (typeof fact === 'string') {
    if (typeof reader !== 'function' && reader.plain === undefined) {
      const message = `needs its parts by name: ${reader.parts.join(', ')}`
      errors.push({ pointer, code: 'fact', message })
    }
    checkPath(fact, pointer, errors)
    return
  }
  if (typeof reader === 'function') {
    errors.push({ pointer, code: 'fact', message: 'has no parts: one path is enough' })
    return
  }
  for (const [part, path] of Object.entries(fact)) {
    if (!reader.parts.includes(part)) {
      const message = `is no part of ${name}: one of ${reader.parts.join(', ')}`
      errors.push({ pointer: `${pointer}/${escaped(part)}`, code: 'fact', message })
    }
    checkPath(path, `${pointer}/${escaped(part)}`, errors)
  }
}

function checkPath(path: string, pointer: string, errors: FieldError[]): void {
  if (parsePath(path) !== null) return
  errors.push({ pointer, code: 'path', message: `${JSON.stringify(path)} is neither a dotted path nor a JSON pointer` })
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}
