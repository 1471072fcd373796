interface Source {
  path: string
  text: string
}

const FACTORIES: Record<string, number> = { malformed: 400, refused: 422, conflict: 409, unavailable: 503 }

/** Codes that are put together where no pattern finds them, with the file that does it. */
const ELSEWHERE = [
  ['warehouse/ingest/write-batch.ts', 'extraction_failed', '422 extraction_failed'],
  ['warehouse/ingest/find-linkedin-conflicts.ts', 'linkedin_url_conflict', '409 linkedin_url_conflict'],
  ['http/errors.ts', `AppError(statusCode, 'bad_request'`, '400 bad_request'],
] as const

/** Status and code of every error in the source, as `422 domain_invalid`, sorted. */
export function codesIn(sources: readonly Source[]): string[] {
  const found = new Set<string>()
  for (const { path, text } of sources) {
    for (const [, status, code] of text.matchAll(/(?:AppError|BodyError|problemBody)\(\s*(\d{3}),\s*'([a-z_]+)'/g)) {
      found.add(`${status} ${code}`)
    }
    // Refusals written as a list: [413, 'too_large', …].
    for (const [, status, code] of text.matchAll(/\[(\d{3}), '([a-z_]+)'/g)) found.add(`${status} ${code}`)
    for (const [, factory = '', code] of text.matchAll(/\b(malformed|refused|conflict|unavailable)\(\s*'([a-z_]+)'/g)) {
      // One file has a `refused` of its own, for bodies that cannot be read.
      const own = factory === 'refused' && /function refused\(code: BodyErrorCode/.test(text)
      found.add(`${own ? 400 : FACTORIES[factory]} ${code}`)
    }
    for (const [, code] of text.matchAll(/\bembeddedError\(\s*'([a-z_]+)'/g)) found.add(`503 embedded_${code}`)
    for (const [, what] of text.matchAll(/\bnotFound\(\s*'([a-z_]+)'/g)) found.add(`404 ${what}_not_found`)
    for (const [file, proof, code] of ELSEWHERE) if (path === file && text.includes(proof)) found.add(code)
  }
  return [...found].sort()
}

/** Code of every warning in the source, sorted. */
export function warningsIn(sources: readonly Source[]): string[] {
  const found = new Set<string>()
  for (const { text } of sources) {
    for (const [, code = ''] of text.matchAll(/\b(?:warn(?:\?\.)?|unreadable)\(\s*'([a-z_]+)'/g)) found.add(code)
    for (const [, code = ''] of text.matchAll(/warnings\.push\(\{ code: '([a-z_]+)'/g)) found.add(code)
    for (const [, one = '', other = ''] of text.matchAll(/warn\([^'\n]*\? '([a-z_]+)' : '([a-z_]+)'/g)) {
      found.add(one)
      found.add(other)
    }
  }
  return [...found].sort()
}
