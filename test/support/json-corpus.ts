import type { BodyErrorCode } from '../../src/warehouse/ingest/body-error.ts'
import { limits } from '../../src/warehouse/ingest/limits.ts'
import {
  atTheLimits,
  type Body,
  brokenScalars,
  brokenStructures,
  controlCharacters,
  encodings,
  nested,
  numbers,
  numbersOutOfRange,
  objectWith,
  padded,
  plainOddities,
  protoKeys,
  truncations,
} from './json-bodies.ts'

export interface MustRefuse {
  name: string
  bytes: Buffer
  code: BodyErrorCode
}

export interface MustAccept {
  name: string
  bytes: Buffer
  /** jsonb would lose something of it. */
  lossy?: true
  /** Codes of the warnings it must give, in order. */
  warnings?: string[]
}

/** Bodies that are no JSON records, each with the code of its refusal. */
export const mustRefuse: MustRefuse[] = [
  ...refuse('empty', {
    'no bytes': '',
    'white space only': ' \t\r\n ',
    'only a byte order mark': '\ufeff',
    'a byte order mark and white space': '\ufeff \n',
  }),
  ...refuse('encoding', encodings()),
  ...refuse('syntax', truncations()),
  ...refuse('syntax', brokenStructures()),
  ...refuse('syntax', brokenScalars()),
  ...refuse('syntax', controlCharacters()),
  ...refuse('depth', {
    'objects one too deep': nested('{"a":', '1', '}', limits.depth + 1),
    'arrays one too deep in a member': `{"a":${nested('[', '', ']', limits.depth)}}`,
    'depth 1,000': nested('{"a":', '1', '}', 1_000),
    '100,000 open brackets': '['.repeat(100_000),
    '100,000 open and closed brackets': nested('[', '', ']', 100_000),
    '100,000 open objects': '{"a":'.repeat(100_000),
    '100,000 open and closed objects': nested('{"a":', '1', '}', 100_000),
  }),
  ...refuse('containers', {
    'one array too many': `{"a":[${Array(limits.containers - 1)
      .fill('[]')
      .join()}]}`,
    'a megabyte of empty objects': `{"a":[${Array(340_000).fill('{}').join()}]}`,
  }),
  ...refuse('keys', {
    'one key too many': objectWith(limits.keys + 1),
    'keys in many objects, one too many': `{"a":[${Array(limits.keys).fill('{"k":1}').join()}]}`,
    'as many keys as fit into a megabyte': objectWith(80_000),
  }),
  ...refuse('key_too_long', {
    'a key one byte too long': `{"${'k'.repeat(limits.keyBytes + 1)}":1}`,
    'a key too long in bytes, not in characters': `{"${'\u00e9'.repeat(limits.keyBytes / 2 + 1)}":1}`,
    'a key of half a megabyte': `{"a":{"${'k'.repeat(500_000)}":1}}`,
  }),
  ...refuse('number_range', numbersOutOfRange()),
  ...refuse('number_too_long', {
    'an integer one digit too long': `{"a":${'1'.repeat(limits.numberLength + 1)}}`,
    'a fraction one digit too long': `{"a":0.${'1'.repeat(limits.numberLength - 1)}}`,
    '100,000 digits': `{"a":${'9'.repeat(100_000)}}`,
    'an exponent of zeros': `{"a":1e${'0'.repeat(limits.numberLength)}1}`,
  }),
  ...refuse('proto_key', protoKeys()),
  ...refuse('too_large', {
    'one byte too large': padded(limits.recordBytes + 1),
    'nine megabytes': padded(9_000_000),
  }),
]

/** JSON objects that are odd and right. All but `byte order mark` may also be put into another body as a member. */
export const mustAccept: MustAccept[] = [
  ...accept(plainOddities()),
  ...accept(atTheLimits()),
  ...accept(numbers()),
  ...accept({ 'negative zero': '{"a":-0}', 'negative zero, longer': '{"a":[-0.00, -0e5, 1]}' }, { lossy: true }),
  ...accept(
    {
      'escaped NUL in a value': '{"a":"x\\u0000y"}',
      'lone high surrogate': '{"a":"\\ud800"}',
      'lone low surrogate': '{"a":"\\uDC00 end"}',
      'inverted pair': '{"a":"\\ude00\\ud83d"}',
      'high surrogate before another letter': '{"a":"\\ud83dx"}',
      'high surrogate before another escape': '{"a":"\\ud83d\\n"}',
      'high surrogate before a pair': '{"a":"\\ud83d\\ud83d\\ude00"}',
      'NUL after an escaped backslash': '{"a":"\\\\\\u0000"}',
      'escaped NUL in a key': '{"a\\u0000":1}',
      'lone surrogate in a key of a nested object': '{"list":[0,{"\\udfff":1}]}',
    },
    { lossy: true, warnings: ['sanitized'] },
  ),
  ...accept(
    {
      'doubled key': '{"email":"a@x","email":"b@y"}',
      'doubled key, other escapes': '{"email":"a@x","\\u0065mail":"b@y"}',
      'doubled key, equal values': '{"a":1,"a":1}',
      'doubled key in a nested object': '{"a":[{"b":{"c":1,"d":2,"c":3}}]}',
      'doubled empty key': '{"":1,"":2}',
      'doubled key with objects': '{"a":{"x":1},"a":{"y":2}}',
      'doubled numeric key': '{"0":1,"0":2}',
    },
    { lossy: true, warnings: ['duplicate_key'] },
  ),
  ...accept(
    {
      'keys that collide after sanitising': '{"a\\u0000":1,"a\\ufffd":2}',
      'another two that collide': '{"\\ufffd":1,"\\ud800":2}',
    },
    { lossy: true, warnings: ['sanitized', 'key_collision'] },
  ),
  ...accept(
    { 'two sanitised keys that collide': '{"\\ud800":1,"\\udfff":2}' },
    { lossy: true, warnings: ['sanitized', 'sanitized', 'key_collision'] },
  ),
  ...accept(
    { 'more warnings than are listed': `{"a":[${Array(50).fill('"\\u0000"').join()}]}` },
    { lossy: true, warnings: [...Array<string>(limits.warnings).fill('sanitized'), 'more_warnings'] },
  ),
]

function bytesOf(body: Body): Buffer {
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : Buffer.from(body)
}

function refuse(code: BodyErrorCode, bodies: Record<string, Body>): MustRefuse[] {
  return Object.entries(bodies).map(([name, body]) => ({ name: `${code}: ${name}`, bytes: bytesOf(body), code }))
}

function accept(bodies: Record<string, Body>, expected: { lossy?: true; warnings?: string[] } = {}): MustAccept[] {
  return Object.entries(bodies).map(([name, body]) => ({ name, bytes: bytesOf(body), ...expected }))
}
