import type { createColors } from 'picocolors'
import { count } from '../src/cli/format.ts'
import { table } from '../src/cli/table.ts'
import type { Config } from '../src/config.ts'
import type { Galena } from '../src/start.ts'
import { demoQuestion, type FoundLeads } from './ask-leads.ts'
import type { Facts, FoundCompany, History } from './facts.ts'

type Colors = ReturnType<typeof createColors>
type Say = (text?: string) => void

export function printFacts(say: Say, colors: Colors, facts: Facts): void {
  heading(say, colors, 'What they became')
  const lines: [number, string][] = [
    [facts.companies, 'companies, each with an id that stays'],
    [facts.without_domain, 'more wait for a domain of their own'],
    [facts.renamed, 'were renamed between two observations'],
    [facts.moved, 'moved to another domain, and are found under both'],
    [facts.changed_status, 'changed their status'],
    [facts.changed_size, 'changed their head count'],
    [
      facts.conflicts,
      facts.conflicts === 1
        ? 'domain that two of them claim: somebody decides'
        : 'keys that two of them claim: somebody decides',
    ],
    [facts.people, `people with ${count(facts.jobs)} jobs and ${count(facts.promotions)} promotions`],
    [facts.at_sample, 'of them work at a company of the sample'],
  ]
  for (const [n, text] of lines) say(`  ${colors.bold(count(n).padStart(8))}  ${text}`)
}

export function printAnswer(say: Say, colors: Colors, industry: string, country: string, found: FoundCompany[]): void {
  heading(say, colors, `${industry} companies in the ${country} with 51 to 200 people`)
  const rows = found
    .slice(0, 10)
    .map((company) => [
      company.name,
      company.domain,
      count(company.employee_count).padStart(6),
      company.status ?? '',
      company.former_names ?? '',
    ])
  const [header = '', ...lines] = table(
    ['name', 'domain', 'people', 'status', 'formerly'],
    rows,
    [18, 19, 6, 9, 16],
  ).split('\n')
  say(`  ${colors.dim(header)}`)
  for (const line of lines) say(`  ${line}`)
  if (found.length > rows.length) say(colors.dim(`  and ${count(found.length - rows.length)} more`))
}

export function printLeads(say: Say, colors: Colors, { leads, total, milliseconds }: FoundLeads): void {
  heading(say, colors, 'Whom to write to')
  say('  VPs and directors of marketing or growth at software companies with 51 to 500')
  say('  people, in the United States, who started in the last 90 days')
  say()
  const rows = leads
    .slice(0, 8)
    .map((lead) => [
      lead.full_name ?? '',
      lead.title ?? '',
      lead.company_name ?? '',
      count(lead.employee_count ?? 0).padStart(6),
      lead.job_start_date ?? '',
    ])
  const [header = '', ...lines] = table(
    ['name', 'title', 'company', 'people', 'since'],
    rows,
    [19, 21, 15, 6, 10],
  ).split('\n')
  say(`  ${colors.dim(header)}`)
  for (const line of lines) say(`  ${line}`)
  const more = total > rows.length ? `and ${count(total - rows.length)} more, ` : ''
  say(colors.dim(`  ${more}found in ${milliseconds.toFixed(0)} ms`))
}

const LABELS: Record<string, string> = { name: 'name', domain: 'domain', status: 'status', employee_count: 'people' }

export function printHistory(say: Say, colors: Colors, history: History): void {
  heading(say, colors, 'One of them through time')
  say(`  ${colors.bold(history.name)}  ${colors.dim(history.id)}`)
  for (const { field, from, to } of history.changes) say(`  ${(LABELS[field] ?? field).padEnd(8)}  ${from} → ${to}`)
  if (history.domains.length > 1) say(`  ${'found as'.padEnd(8)}  ${history.domains.join(', ')}`)
  say(`  ${'in here'.padEnd(8)}  ${count(history.people)} people work there, ${count(history.alumni)} did before`)
}

export function printNext(say: Say, colors: Colors, galena: Galena, config: Config): void {
  heading(say, colors, 'Your turn')
  say(`  Server     ${galena.url}`)
  say(`  Documents  ${galena.url}/docs`)
  if (config.databaseUrl === undefined) say('  Database   psql "$(npx galena db url)"')
  say()
  say('  Send CircuitHub with a new head count, twice: the second time changes nothing.')
  say()
  say(`    KEY=${galena.operatorKey}`)
  say(`    curl ${galena.url}/v1/ingest/yc-company \\`)
  say(`      -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`)
  say(`      -d '{"hit":{"id":5,"name":"CircuitHub","team_size":71}}'`)
  say()
  say('  Ask who to write to, and see docs/search.md for all that can be asked.')
  say()
  say(`    curl ${galena.url}/v1/leads/search \\`)
  say(`      -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`)
  const members = Object.entries(demoQuestion)
  const last = members.length - 1
  for (const [i, [name, value]] of members.entries()) {
    const member = `"${name}":${JSON.stringify(value)}`
    say(`      ${i === 0 ? `-d '{"filter":{` : ''}${member}${i === last ? "}}'" : ','}`)
  }
  say()
}

function heading(say: Say, colors: Colors, text: string): void {
  say()
  say(`  ${colors.bold(colors.cyan(text))}`)
  say()
}
