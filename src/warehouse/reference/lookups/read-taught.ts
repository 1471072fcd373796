import { refused } from '../../../errors.ts'
import { text } from '../../ingest/read-values.ts'
import { requireText } from '../../workflows/subject.ts'
import { LONGEST } from '../teach/schema.ts'

/** Bytes of a raw text in the normal form under which it matches: an index holds no more than 2,704 of them. */
const keyBytes = 2_000

/**
 * A raw text that is going to be taught, trimmed. 422 `field_required` when it is blank or has neither letter nor digit,
 * so that nothing could match it; 422 `too_long`.
 */
export function requireRaw(value: string | number, field: string): string {
  const raw = requireText(String(value), field).replaceAll('\0', '\ufffd').toWellFormed()
  if (!/[\p{L}\p{N}]/u.test(raw)) {
    throw refused('field_required', `${field} has neither letter nor digit: nothing would match it`, {
      errors: [{ pointer: `/${field}`, code: 'required', message: 'has neither letter nor digit' }],
    })
  }
  // One character of another form may be eighteen in the normal one.
  if (raw.length > LONGEST || Buffer.byteLength(raw.normalize('NFKC').toLowerCase()) > keyBytes) throw tooLong(field)
  return raw
}

/** A text that it shall mean, trimmed. 422 `field_required`, 422 `too_long`. */
export function requireMeaning(value: string | number, field: string): string {
  return readMeaning(requireText(String(value), field), field) ?? ''
}

/** The same where there may be none. */
export function readMeaning(value: unknown, field: string): string | null {
  const meaning = text(value)
  if (meaning !== null && meaning.length > LONGEST) throw tooLong(field)
  return meaning
}

function tooLong(field: string) {
  const errors = [{ pointer: `/${field}`, code: 'too_long', message: `is longer than ${LONGEST} characters` }]
  return refused('too_long', `${field} is longer than ${LONGEST} characters`, { errors })
}
