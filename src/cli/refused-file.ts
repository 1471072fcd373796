import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import type { SettledRecord } from '../warehouse/ingest/files/submit-records.ts'

/** The records that were refused, each with its reason, as a file that can be corrected and sent again. */
export interface RefusedFile {
  path: string
  /** Bytes written so far: where a run that goes on continues. */
  readonly bytes: number
  add(settled: readonly SettledRecord[]): Promise<void>
  close(): Promise<void>
}

/**
 * Made with the first refusal. What a former run left is moved to `<path>.old`, as somebody may be correcting it; a run
 * that goes on keeps the first `keep` bytes, and what was written after them comes again.
 */
export async function openRefusedFile(path: string, keep = 0): Promise<RefusedFile> {
  let file: FileHandle | undefined
  let bytes = keep
  const existing = await stat(path).then(
    ({ size }) => size,
    () => 0,
  )
  if (keep > 0 && existing >= keep) {
    file = await open(path, 'r+')
    await file.truncate(keep)
  } else {
    bytes = 0
    if (existing > 0) await rename(path, `${path}.old`)
  }
  return {
    path,
    get bytes() {
      return bytes
    },
    async add(settled) {
      const text = settled.map(refusalLine).join('')
      if (text === '') return
      file ??= await open(path, 'w')
      const block = Buffer.from(text)
      await file.write(block, 0, block.length, bytes)
      bytes += block.length
    },
    async close() {
      await file?.close()
    },
  }
}

function refusalLine({ record, error }: SettledRecord): string {
  if (error === undefined) return ''
  const { code, message, rawId } = error
  const head = JSON.stringify({
    line: record.line,
    code,
    error: message,
    ...(rawId === undefined ? {} : { raw_id: rawId }),
  })
  return `${head.slice(0, -1)},"record":${recordText(record.bytes)}}\n`
}

/** The record as it was, digits and all; text for what is no JSON, null for what was too large to keep. */
function recordText(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'null'
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
  try {
    JSON.parse(text)
  } catch {
    return JSON.stringify(text)
  }
  // Line breaks stand between tokens only: inside strings they are escaped.
  return text.replaceAll(/[\r\n]+/g, ' ')
}

/** Beside the file; what is sent again after a correction gets a number. */
export function refusedPath(source: string | undefined): string {
  if (source === undefined) return 'stdin.refused.ndjson'
  const again = /^(.*)\.refused(?:\.(\d+))?\.ndjson$/.exec(source)
  if (again === null) return `${source}.refused.ndjson`
  return `${again[1]}.refused.${Number(again[2] ?? 1) + 1}.ndjson`
}
