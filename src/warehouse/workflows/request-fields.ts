import { Type } from 'typebox'
import { optional } from './define.ts'

/** An optional text of a request. A spreadsheet sends 42 for a company of that name, so numbers are read as text. */
export const textField = optional(Type.Union([Type.String(), Type.Number()]))

/** An optional whole number; text such as "85" is read, anything else becomes a warning. */
export const integerField = optional(Type.Union([Type.Number(), Type.String()]))

/** An optional yes or no: true, "true", "yes", 1 and their opposites. */
export const flagField = optional(Type.Union([Type.Boolean(), Type.String(), Type.Number()]))

/** An optional JSON object. */
export const objectField = optional(Type.Object({}))

/** The slug that old senders repeat in every body. */
export function slugField(slug: string) {
  return optional(Type.String({ default: slug }))
}

/** A field of an answer that may be null. */
export const answerText = Type.Union([Type.String(), Type.Null()])
