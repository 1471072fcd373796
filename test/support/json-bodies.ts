import { limits } from '../../src/warehouse/ingest/limits.ts'

export type Body = string | readonly number[] | Buffer

/** Around 300 bytes with every kind of token; every beginning of it is broken. */
export const sample = `{"name":"Zo\\u00eb \\"Z\\" M\u00fcller","tags":["a","\\n",null,true,false],"n":[0,-1.5e-3,12345678901234567890,1E2],
 "nested":{"deep":[{"er":{}}, [[]] ]},\t"emoji":"\u{1f600} \\ud83d\\ude00","url":"https:\\/\\/example.com\\/?a=b&c=d","empty":"","long":"${'x'.repeat(60)}"}`

/** {"a":"?"} with these bytes for the question mark. */
function inString(...bytes: number[]): Buffer {
  return Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])
}

export function nested(open: string, inner: string, close: string, depth: number): string {
  return open.repeat(depth) + inner + close.repeat(depth)
}

export function objectWith(keys: number): string {
  return `{${Array.from({ length: keys }, (_, n) => `"k${n}":${n % 10}`).join()}}`
}

/** An object of exactly that many bytes. */
export function padded(size: number): string {
  return `{"a":"${'x'.repeat(size - 8)}"}`
}

export function encodings(): Record<string, Body> {
  const json = '{"name":"Ada"}'
  const little = Buffer.from(json, 'utf16le')
  const big = Buffer.from(little).swap16()
  return {
    'UTF-16LE with byte order mark': Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
    'UTF-16BE with byte order mark': Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    'UTF-16LE': little,
    'UTF-16BE': big,
    'UTF-32LE': Buffer.from([...json].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])),
    'UTF-32BE': Buffer.from([...json].flatMap((c) => [0, 0, 0, c.charCodeAt(0)])),
    'latin-1': Buffer.from('{"name":"Zo\u00eb"}', 'latin1'),
    'windows-1252 quotes': inString(0x93, 0x61, 0x94),
    'byte FF': inString(0xff),
    'byte FE': inString(0xfe),
    'continuation byte alone': inString(0x80),
    'two continuation bytes': inString(0xbf, 0xbf),
    'overlong slash, two bytes': inString(0xc0, 0xaf),
    'overlong letter, two bytes': inString(0xc1, 0x81),
    'overlong NUL': inString(0xc0, 0x80),
    'overlong slash, three bytes': inString(0xe0, 0x80, 0xaf),
    'overlong slash, four bytes': inString(0xf0, 0x80, 0x80, 0xaf),
    'high surrogate in UTF-8': inString(0xed, 0xa0, 0x80),
    'low surrogate in UTF-8': inString(0xed, 0xbf, 0xbf),
    'surrogate pair in UTF-8 (CESU-8)': inString(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80),
    'beyond U+10FFFF': inString(0xf4, 0x90, 0x80, 0x80),
    'five bytes': inString(0xf8, 0x88, 0x80, 0x80, 0x80),
    'byte F5': inString(0xf5, 0x80, 0x80, 0x80),
    'two bytes cut in a string': inString(0xc3),
    'three bytes cut in a string': inString(0xe2, 0x82),
    'four bytes cut in a string': inString(0xf0, 0x9f, 0x98),
    'two bytes cut at the end': Buffer.concat([Buffer.from('{"a":"b'), Buffer.from([0xc3])]),
    'four bytes cut at the end': Buffer.concat([Buffer.from('{"a":1}'), Buffer.from([0xf0, 0x9f, 0x98])]),
    'wrong byte in a key': Buffer.concat([Buffer.from('{"a'), Buffer.from([0xff]), Buffer.from('":1}')]),
    'wrong byte between tokens': Buffer.concat([Buffer.from('{"a":1,'), Buffer.from([0xa0]), Buffer.from('"b":1}')]),
  }
}

/** Every beginning of the sample that ends at a character; those that cut a character are `encoding`. */
export function truncations(): Record<string, Body> {
  const bytes = Buffer.from(sample)
  const broken: Record<string, Body> = {}
  for (let length = 1; length < bytes.length; length++) {
    const next = bytes[length] ?? 0
    if ((next & 0xc0) !== 0x80) broken[`cut off after ${length} bytes`] = bytes.subarray(0, length)
  }
  return broken
}

export function brokenStructures(): Record<string, Body> {
  // biome-ignore format: one line each would be a page
  const bodies = [
    '{"a":1}x', '{"a":1}{"b":2}', '{"a":1} {"b":2}', '{"a":1},', '{"a":1}]', '{"a":1}}', '{"a":1}\0', ',{"a":1}',
    '{"a":1,}', '{"a":[1,]}', '{"a":[,1]}', '{"a":[1,,2]}', '{"a":[,]}', '{,}', '{,"a":1}', '{"a":1,,"b":2}',
    '{"a":1 "b":2}', '{"a":[1 2]}', '{"a" 1}', '{"a"::1}', '{"a":}', '{"a"}', '{"a":1:2}', '{:1}', '{1:2}', '{null:1}',
    '{true:1}', '{["a"]:1}', '{{}:1}', '{a:1}', "{'a':1}", "{\"a\":'b'}", '{`a`:1}', '{"a":[1}', '{"a":{]}',
    '{"a":[}]', '{]', '[}', '}', ']', ':', ',', '{"a":(1)}', '<a/>', 'a=1&b=2', '// c\n{"a":1}', '{"a":1} // c',
    '{/* c */"a":1}', '{"a":1/**/}', '# c\n{"a":1}', '{"a":1}# c', '<!-- {"a":1} -->', '{"a":1;"b":2}',
    '{"a":1}\n{"b":2}', '{"a": 1, ...}', '{12345678901234567890:1}', '{"b":1,12345678901234567890 :1}', '{-0:1}',
    '{"a":"b""c"}', '{"a":"x"12345678901234567890}', '{"a":12345678901234567890"x"}', '{"a":1\u00a0}', '{\u2028"a":1}',
    '{"a":1\u2029}', '{\ufeff"a":1}', '\ufeff\ufeff{"a":1}', '{"a":1\v}', '{"a":1\f}', '{"a":1\u0085}',
    '{"a":1\u3000}', '[{"a":1},]', '[{"a":1}', '[{"a":1},{"b":]', '[,{"a":1}]', '[{"a":1}]]', '[{"a":1} {"b":1}]',
    '[\ufeff{"a":1}]', '[{]}]', '{"a":1}[', '[1,2', '[',
  ]
  return Object.fromEntries(bodies.map((body) => [body, body]))
}

export function brokenScalars(): Record<string, Body> {
  // biome-ignore format: one line each would be a page
  const scalars = [
    'NaN', '-NaN', 'Infinity', '-Infinity', 'undefined', 'None', 'True', 'FALSE', 'Null', 'nul', 'tru', 'nulll',
    'truefalse', '0x10', '0b1', '0o7', '+1', '01', '-01', '00', '-00', '.5', '-.5', '1.', '-1.', '1.e5', '1e', '1e+',
    '1E-', 'e5', '1e5.5', '1.2.3', '1e5e5', '--1', '-', '+', '- 1', '1 000', '1_000', '1,000.5', '1n', '1f', '1/2',
    '1-2', '12345678901234567890-1', '00012345678901234567', '12345678901234567890.', '-0-0', '--0', '-0x', '\uff11',
    '"', '"\\"', '"\\x41"', '"\\\'"', '"\\u12"', '"\\u12g4"', '"\\u{41}"', '"\\U0041"', '"\\u0000', '"\\ud83d\\u"',
    '"\\', '"\\0"', '"\\a"', "'b'", '`b`', '"a" "b"', '"a"+"b"', '/a/', 'new Date()', '()', '{}{}', '[][]', '"\\\n"',
  ]
  return Object.fromEntries(scalars.map((scalar) => [`{"a":${scalar}}`, `{"a":${scalar}}`]))
}

export function controlCharacters(): Record<string, Body> {
  const bodies: Record<string, Body> = {}
  for (let code = 0; code < 0x20; code++) {
    bodies[`control character ${code} in a string`] = inString(0x78, code, 0x79)
    bodies[`control character ${code} in a key`] = [...Buffer.from('{"k'), code, ...Buffer.from('":1}')]
  }
  return bodies
}

export function numbersOutOfRange(): Record<string, Body> {
  // biome-ignore format: one line each would be a page
  const tokens = [
    '1e400', '-1e400', '1E+400', '1e309', '9e308', '-1.8e308', '10e308', '1.7976931348623159e308', '1e-309', '1e-400',
    '0e400', '1e131071', '1e99999999999999', '123456789012345678901234567890e300', '0.1e310',
  ]
  return {
    ...Object.fromEntries(tokens.map((token) => [token, `{"a":${token}}`])),
    'a thousand of 1e131071': `{"a":[${Array(1000).fill('1e131071').join()}]}`,
  }
}

export function protoKeys(): Record<string, Body> {
  return {
    'proto with an object': '{"__proto__":{"polluted":true}}',
    'proto with a scalar': '{"__proto__":1}',
    'proto nested': '{"a":[{"b":{"__proto__":{"polluted":true}}}]}',
    'proto with one escape': '{"\\u005f_proto__":{"polluted":true}}',
    'proto all in escapes': '{"\\u005f\\u005f\\u0070\\u0072\\u006F\\u0074\\u006f\\u005F\\u005f":{"polluted":true}}',
    'constructor.prototype': '{"constructor":{"prototype":{"polluted":true}}}',
    'constructor.prototype nested': '{"a":{"constructor":{"x":1,"prototype":{"polluted":true}}}}',
    'constructor.prototype with a scalar': '{"constructor":{"prototype":1}}',
    'constructor.prototype in escapes': '{"c\\u006fnstructor":{"\\u0070rototype":{"polluted":true}}}',
    'prototype with an object': '{"prototype":{"polluted":true}}',
  }
}

export function plainOddities(): Record<string, Body> {
  return {
    'empty object': '{}',
    'the sample': sample,
    'byte order mark': '\ufeff{"a":1}',
    'white space of every kind': ' \t\r\n{ \t\r\n"a" : [ 1 ,\n2 ] \r\n}\t\n ',
    'names of Object.prototype':
      '{"toString":1,"hasOwnProperty":2,"valueOf":null,"then":3,"toJSON":4,"length":-1,"":5,"0":6,"-0":7,"constructor":8,"prototype":"x"}',
    'a constructor without prototype': '{"constructor":{"name":"Acme Construction"}}',
    'like __proto__': '{"__proto":1,"_proto__":2,"__proto__ ":3,"proto":{"__PROTO__":4}}',
    'then in a nested object': '{"a":{"then":"x"}}',
    'the six characters of an escape': '{"a":"\\\\u0000","b":"\\\\ud800","c\\\\u0000":1}',
    'correct surrogate pair': '{"a":"\\ud83d\\ude00","b":"\u{1f600}","\\uD83D\\uDE00":1}',
    'family emoji': '{"a":"\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}"}',
    '200 combining marks': `{"a":"Z${'\u0301'.repeat(200)}"}`,
    'right-to-left override': '{"a":"abc\u202edef","b":"a\u200db@example.com"}',
    'line separators': '{"a":"x\u2028y\u2029z","b":"\\u2028"}',
    'byte order mark in a string': '{"a":"\ufeffx\ufeff","b":"\\ufeff"}',
    noncharacters: '{"a":"\ufffe\uffff\u{10ffff}","b":"\\uffff"}',
    'replacement character as it was sent': '{"a":"\ufffd","b":"\\ufffd"}',
    'NFC and NFD': '{"caf\u00e9":1,"cafe\u0301":2}',
    'delete and C1 controls': '{"a":"\u007f\u0080\u009f"}',
    'every escape': '{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u001f\\u007F"}',
    'brackets and quotes in strings': '{"a":"{[}]\\"{,:","b{":"]","c":[":",","]}',
    'a reference to itself': '{"a":{"$ref":"#/a"}}',
    'strings that others would run':
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant as it stands
      '{"a":"\'; drop table x; --","b":"{{7*7}}","c":"${jndi:ldap://x}","d":"$(id)","e":"%n%s","f":"<script>","g":"=1+1"}',
    'a megabyte of repetition': `{"a":"${'a'.repeat(1_000_000)}!"}`,
    '200,000 zeros': `{"a":[${Array(200_000).fill('0').join()}]}`,
    'equal keys in different objects': '{"a":{"k":1},"b":{"k":1},"c":[{"k":1},{"k":1}]}',
    'ref beside a payload': '{"ref":"row-1","a":1}',
  }
}

export function atTheLimits(): Record<string, Body> {
  return {
    'objects as deep as may be': nested('{"a":', '1', '}', limits.depth),
    'arrays as deep as may be': `{"a":${nested('[', '', ']', limits.depth - 1)}}`,
    'as many keys as may be': objectWith(limits.keys),
    'one key less': objectWith(limits.keys - 1),
    'as many arrays as may be': `{"a":[${Array(limits.containers - 2)
      .fill('[]')
      .join()}]}`,
    'a key as long as may be': `{"${'k'.repeat(limits.keyBytes)}":1}`,
    'as large as may be': padded(limits.recordBytes),
    'one byte less': padded(limits.recordBytes - 1),
    'an integer as long as may be': `{"a":${'1'.repeat(limits.numberLength)}}`,
    'a fraction as long as may be': `{"a":-0.${'1'.repeat(limits.numberLength - 3)}}`,
    'exponents as great as may be': '{"a":[1e308,1E+308,-1e308,1e-308,0e308,1.7976931348623157e308,0.1e308]}',
  }
}

export function numbers(): Record<string, Body> {
  return {
    'ids beyond doubles':
      '{"a":9007199254740993,"b":12345678901234567890,"c":-9223372036854775808,"d":[18446744073709551616]}',
    'integers at the edge of doubles': '{"a":[9007199254740991,-9007199254740991,9007199254740992]}',
    'integers in other spellings':
      '{"a":[1E2,1e2,100,100.0,1.0,1,12345678901234567e3,1.2345678901234567890e19,12345678901234567890.00]}',
    'fractions beyond doubles':
      '{"a":[0.1000000000000000055511151231257827,0.30000000000000004,12345678901234567890.5]}',
    'numbers near zero': '{"a":[0,0.0,0e0,1e-300,0.000000000001e-300]}',
    'great round numbers': '{"a":[1e20,1e21,1e22,1e23,100000000000000000000000]}',
    'numbers as text': '{"a":["1e400","NaN","-0","12345678901234567890"]}',
  }
}
