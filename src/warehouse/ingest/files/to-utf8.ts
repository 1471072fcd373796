import { isUtf8 } from 'node:buffer'
import chardet from 'chardet'
import iconv from 'iconv-lite'
import { malformed } from '../../../errors.ts'

export interface TextEncoding {
  /** Named by the user: nothing is guessed then. */
  encoding?: string | undefined
  /** Whether bytes that are no UTF-8 are to be read in the encoding they look like. Else they pass as they are. */
  guess: boolean
  /** Told once, when the text turns out to be something else than UTF-8. */
  onEncoding?: ((name: string) => void) | undefined
}

const HEAD_BYTES = 65_536
/** Text without line breaks is cut here, so that memory stays constant. */
const BLOCK_BYTES = 1_048_576
const NEWLINE = 0x0a
const RETURN = 0x0d

/**
 * Text in any encoding as UTF-8 without a byte order mark. UTF-16 and UTF-32 are known by their mark, UTF-16 also by its
 * NUL bytes. Elsewhere each line that is valid UTF-8 is left alone, and every other one is read in the encoding that the
 * first of them look like: a file with one stray line of Latin-1 behind 100,000 lines of UTF-8 comes out right.
 * Throws 400 `unknown_encoding` for a name nobody knows.
 */
export async function* toUtf8(chunks: AsyncIterable<Uint8Array>, options: TextEncoding): AsyncGenerator<Buffer> {
  if (options.encoding !== undefined && !iconv.encodingExists(options.encoding)) {
    throw malformed('unknown_encoding', `There is no encoding ${JSON.stringify(options.encoding)}`)
  }
  const source = chunks[Symbol.asyncIterator]()
  const head = await readHead(source)
  const named = options.encoding ?? wideEncoding(head)
  const rest = (async function* () {
    yield head
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield asBuffer(next.value)
  })()
  if (named !== undefined && !/^utf-?8$/i.test(named)) {
    options.onEncoding?.(named)
    yield* decodeAll(rest, named)
  } else if (options.guess && named === undefined) yield* decodeStrayLines(withoutMark(rest), options)
  else yield* withoutMark(rest)
}

/** The beginning of a text as characters, enough to see what it is; letters of 8-bit encodings may be wrong. */
export function decodeHead(head: Buffer, encoding?: string): string {
  const name = encoding ?? wideEncoding(head)
  return name === undefined || !iconv.encodingExists(name) ? head.toString('latin1') : iconv.decode(head, name)
}

async function readHead(source: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  while (size < HEAD_BYTES) {
    const next = await source.next()
    if (next.done === true) break
    parts.push(next.value)
    size += next.value.length
  }
  return parts.length === 1 && parts[0] !== undefined ? asBuffer(parts[0]) : Buffer.concat(parts)
}

/** An encoding of two or four bytes per character, which no line-wise reading can take. */
function wideEncoding(head: Buffer): string | undefined {
  const mark = head.toString('hex', 0, 4)
  if (mark === 'fffe0000') return 'utf-32le'
  if (mark === '0000feff') return 'utf-32be'
  if (mark.startsWith('fffe')) return 'utf-16le'
  if (mark.startsWith('feff')) return 'utf-16be'
  // Without a mark: text of Western languages has a NUL in every second byte.
  const sample = head.subarray(0, 4096)
  const nuls = [0, 0]
  for (const [i, byte] of sample.entries()) if (byte === 0) nuls[i & 1] = (nuls[i & 1] ?? 0) + 1
  const [even = 0, odd = 0] = nuls
  if (odd > sample.length * 0.2 && even < odd / 10) return 'utf-16le'
  if (even > sample.length * 0.2 && odd < even / 10) return 'utf-16be'
  return undefined
}

async function* decodeAll(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = iconv.getDecoder(encoding)
  for await (const chunk of chunks) {
    const text = decoder.write(chunk)
    if (text !== '') yield Buffer.from(text)
  }
  const last = decoder.end()
  if (last) yield Buffer.from(last)
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true
  for await (const chunk of chunks) {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
    first = false
    yield marked ? chunk.subarray(3) : chunk
  }
}

async function* decodeStrayLines(chunks: AsyncIterable<Buffer>, { onEncoding }: TextEncoding): AsyncGenerator<Buffer> {
  let carry: Buffer = Buffer.alloc(0)
  let stray: string | undefined
  const decode = (block: Buffer): Buffer => {
    if (isUtf8(block)) return block
    if (stray === undefined) {
      stray = guessEncoding(block)
      onEncoding?.(stray)
    }
    return decodeLines(block, stray)
  }
  for await (const chunk of chunks) {
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk])
    const end = endOfLines(bytes)
    carry = bytes.subarray(end)
    if (end > 0) yield decode(bytes.subarray(0, end))
  }
  if (carry.length > 0) yield decode(carry)
}

/** Where the last line that is here completely ends. */
function endOfLines(bytes: Buffer): number {
  const newline = bytes.lastIndexOf(NEWLINE) + 1
  if (newline > 0) return newline
  const carriageReturn = bytes.lastIndexOf(RETURN, -2) + 1
  if (carriageReturn > 0) return carriageReturn
  if (bytes.length < BLOCK_BYTES) return 0
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] ?? 0) >= 0x80) end--
  return end === 0 ? bytes.length : end
}

/** From the lines that are no UTF-8. Latin-1 is read as windows-1252, as browsers do: it has the quotes and dashes. */
function guessEncoding(block: Buffer): string {
  const lines = linesOf(block).filter((line) => !isUtf8(line))
  const found = chardet
    .analyse(Buffer.concat(lines).subarray(0, HEAD_BYTES))
    .find(({ name }) => !/^(ASCII|UTF-)/.test(name) && iconv.encodingExists(name))
  return found === undefined || found.name === 'ISO-8859-1' ? 'windows-1252' : found.name
}

function decodeLines(block: Buffer, encoding: string): Buffer {
  return Buffer.concat(linesOf(block).map((line) => (isUtf8(line) ? line : Buffer.from(iconv.decode(line, encoding)))))
}

/** Lines with their line feeds. None of the encodings that are guessed has 0x0a inside a character. */
function linesOf(block: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < block.length; ) {
    const end = block.indexOf(NEWLINE, start) + 1 || block.length
    lines.push(block.subarray(start, end))
    start = end
  }
  return lines
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
