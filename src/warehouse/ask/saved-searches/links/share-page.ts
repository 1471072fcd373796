import { hash } from 'node:crypto'
import type { SharedRows } from './schema.ts'

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:2rem auto;max-width:76rem;padding:0 1rem}
h1{font-size:1.4rem;margin:0 0 .25rem}
p{margin:.25rem 0 1rem;opacity:.75}
.rows{overflow-x:auto;border:1px solid #8884;border-radius:6px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem .7rem;border-bottom:1px solid #8883;vertical-align:top;max-width:26rem;overflow-wrap:anywhere}
th{white-space:nowrap;font-weight:600;background:#8881}
tr:last-child td{border-bottom:0}
.rest{font-size:1.1rem;opacity:1;margin:1rem 0}`

/** Nothing may run or load, and only this style sheet, known by its hash, counts. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const NAMES = { leads: 'people', people: 'people', companies: 'companies' } as const

/** The rows of a link as a page that needs no script and loads nothing. Every value is escaped. */
export function sharePage(shared: SharedRows): string {
  const heading = shared.title ?? `${NAMES[shared.kind][0]?.toUpperCase()}${NAMES[shared.kind].slice(1)}`
  // A column that nobody shown has a value for would only make the table wide.
  const fields = shared.fields.filter((field) => shared.rows.some((row) => textOf(row[field]) !== ''))
  const head = fields.map((field) => `<th scope="col">${escapeHtml(labelOf(field))}</th>`).join('')
  const rows = shared.rows
    .map((row) => `<tr>${fields.map((field) => `<td>${escapeHtml(textOf(row[field]))}</td>`).join('')}</tr>`)
    .join('\n')
  const until = shared.expires_at.toISOString().slice(0, 10)
  return page(
    heading,
    `<h1>${escapeHtml(heading)}</h1>
<p>As of ${escapeHtml(shared.as_of)}. This link works until ${until}.</p>
<div class="rows"><table><thead><tr>${head}</tr></thead><tbody>
${rows}
</tbody></table></div>
${restOf(shared)}`,
  )
}

/** What a browser shows for a link that shows nothing. */
export function emptyPage(message: string): string {
  return page('Not available', `<h1>Not available</h1>\n<p>${escapeHtml(message)}</p>`)
}

function restOf({ hidden, kind }: SharedRows): string {
  if (hidden.count === null || hidden.count === 0) return ''
  const about = hidden.count_is === 'at_least' ? 'at least ' : ''
  return `<p class="rest">and ${about}${hidden.count.toLocaleString('en-US')} more ${NAMES[kind]}</p>`
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>
${body}
</body></html>
`
}

/** "matched_job_function" is a column's name; people read "Job function". */
function labelOf(field: string): string {
  const words = field
    .replace(/^matched_(cleaned_)?/, '')
    .replaceAll('_', ' ')
    .replace(/\blinkedin url\b/, 'LinkedIn')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
}
