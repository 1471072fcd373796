import { AppError, refused } from '../../errors.ts'
import type { Json, Workflow } from '../workflows/define.ts'
import type { FileRecord } from './files/file-record.ts'
import { type ColumnPlan, planColumns } from './files/plan-columns.ts'
import { type ImportKind, type ImportKindName, importKinds } from './import-kinds.ts'
import { readLine } from './read-body.ts'

export interface ImportRowOptions {
  uploadId: string
  map?: ReadonlyMap<string, string> | undefined
  vcName?: string | undefined
  vcDomain?: string | undefined
  onPlan?: (plan: ColumnPlan) => void
}

type Row = Record<string, Json>

/** Turns the rows of one file into requests of its workflow: CSV by its header, objects by the names of their members. */
export function openImportRows(kindName: ImportKindName, workflow: Workflow, options: ImportRowOptions) {
  const kind: ImportKind = importKinds[kindName]
  const planning = {
    names: kind.names,
    except: ['upload_id'],
    ...(options.map && { map: options.map }),
  }
  const plans = new Map<string, ColumnPlan>()
  let fromCsv = false

  function plan(header: readonly string[]): ColumnPlan {
    fromCsv = true
    const made = planColumns(workflow, header, planning)
    requireFirm(made)
    options.onPlan?.(made)
    return made
  }

  /** A file without the firm is refused as a whole: every one of its rows would be, for the same reason. */
  function requireFirm({ columns }: ColumnPlan): void {
    if (kindName !== 'vc-portfolio') return
    const has = (field: string) => columns.some(({ target }) => target === field)
    if ((has('vc_name') || options.vcName) && (has('vc_domain') || options.vcDomain)) return
    const message = 'The file does not say whose portfolio it is: name the firm and its domain (vc_name, vc_domain)'
    throw refused('vc_missing', message)
  }

  async function* complete(records: AsyncIterable<FileRecord>): AsyncGenerator<FileRecord> {
    for await (const record of records) yield record.error === undefined ? completed(record) : record
  }

  function completed(record: FileRecord): FileRecord {
    try {
      const row = readLine(record.bytes).value
      if (typeof row !== 'object' || row === null || Array.isArray(row))
        throw refused('shape', 'A row must be an object')
      const request = withPlace(fromCsv ? (row as Row) : renamed(row as Row))
      if (kindName !== 'salesnav' && kindName !== 'vc-firms') {
        if (options.vcName && !request.vc_name) request.vc_name = options.vcName
        if (options.vcDomain && !request.vc_domain) request.vc_domain = options.vcDomain
      }
      const bytes = Buffer.from(JSON.stringify({ ...request, upload_id: options.uploadId }))
      const error = shifted(request)
      return error === undefined ? { ...record, bytes } : { ...record, bytes, error }
    } catch (error) {
      if (error instanceof AppError) return { ...record, error }
      throw error
    }
  }

  function renamed(row: Row): Row {
    const names = Object.keys(row)
    const key = names.join('\n')
    const known = plans.get(key) ?? planColumns(workflow, names, planning)
    // Rows of one file have few different sets of members; a file where each differs must not fill the memory.
    if (plans.size < 1_000) plans.set(key, known)
    return Object.fromEntries(
      known.columns.flatMap(({ target }, i) => (target === null ? [] : [[target, row[names[i] ?? ''] ?? null]])),
    )
  }

  return { plan, complete }
}

/**
 * Rows of old imports that lost a cell on the way: everything after it stands one column too far left or right. Known by
 * a city that is a web address; half of such a file was once stored like that.
 */
function shifted(row: Row): AppError | undefined {
  for (const field of ['city', 'state', 'country']) {
    const value = row[field]
    if (typeof value !== 'string' || !/^\s*(https?:\/\/|www\.)/i.test(value)) continue
    const message = `The columns of this row are shifted: ${field} holds the web address ${value.trim().slice(0, 80)}`
    return refused('shifted_columns', message)
  }
  return undefined
}

/** Crunchbase writes "San Francisco, California, United States" into one column. Anything but three parts is left as it is. */
function withPlace(row: Row): Row {
  const { headquarters_location: place } = row
  if (typeof place !== 'string' || row.city || row.state || row.country) return row
  const parts = place.split(',').map((part) => part.trim())
  const [city = '', state = '', country = ''] = parts
  return parts.length === 3 && parts.every((part) => part !== '') ? { ...row, city, state, country } : row
}
