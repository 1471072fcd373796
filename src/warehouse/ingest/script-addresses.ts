import type { Extraction } from '../workflows/define.ts'
import type { BatchItem } from './batch-item.ts'

/** Schemes by which an address runs or carries what it shows. Browsers pass over white space in them. */
const SCRIPT = /^(?:javascript|vbscript|data|blob|file):/i

/**
 * Sets to null, with the warning `invalid_linkedin_url`, what stands where a LinkedIn page belongs and would run if
 * somebody followed it. Other addresses that have no canonical form stay as they were sent.
 */
export function refuseScriptAddresses(item: BatchItem, { rows, career }: Extraction): void {
  for (const { row } of rows) {
    for (const column in row) {
      if (!column.endsWith('linkedin_url') || !isScript(row[column])) continue
      row[column] = null
      item.warnings.push({ code: 'invalid_linkedin_url', field: column })
    }
  }
  career?.experience?.forEach((job, i) => {
    if (!isScript(job.company_linkedin_url)) return
    job.company_linkedin_url = null
    item.warnings.push({ code: 'invalid_linkedin_url', field: `experience[${i}].url` })
  })
}

function isScript(value: unknown): boolean {
  return typeof value === 'string' && !value.startsWith('http') && SCRIPT.test(value.replace(/\s+/g, ''))
}
