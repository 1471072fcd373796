import { AppError } from '../../errors.ts'

export type BodyErrorCode =
  | 'empty'
  | 'encoding'
  | 'syntax'
  | 'depth'
  | 'containers'
  | 'keys'
  | 'key_too_long'
  | 'number_range'
  | 'number_too_long'
  | 'proto_key'
  | 'too_large'
  | 'too_many_records'
  | 'shape'
  | 'content_encoding'
  | 'encoding_gzip'
  | 'inflate_ratio'

export interface Place {
  /** JSON pointer to the value. */
  pointer?: string | undefined
  /** Position in the bytes that were sent. */
  offset?: number | undefined
}

/** The bytes of a body cannot become a value. Its message never repeats the body. */
export class BodyError extends AppError {
  override name = 'BodyError'
  declare readonly code: BodyErrorCode
  readonly pointer: string | undefined
  readonly offset: number | undefined

  constructor(status: number, code: BodyErrorCode, message: string, { pointer, offset }: Place = {}) {
    super(status, code, message, {
      ...(pointer === undefined ? {} : { errors: [{ pointer, code, message }] }),
      ...(offset === undefined ? {} : { extra: { offset } }),
    })
    this.pointer = pointer
    this.offset = offset
  }
}
