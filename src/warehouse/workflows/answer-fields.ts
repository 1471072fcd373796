import { Type } from 'typebox'

/** Fields of answers that may be null. Their text form is `answerText` of `request-fields.ts`. */
export const answerInteger = Type.Union([Type.Integer(), Type.Null()])
export const answerFlag = Type.Union([Type.Boolean(), Type.Null()])
export const answerTexts = Type.Union([Type.Array(Type.String()), Type.Null()])
/** A value of any shape, passed on as the payload gave it. */
export const answerAny = Type.Unknown()
