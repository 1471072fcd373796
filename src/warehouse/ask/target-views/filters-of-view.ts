import type { Tx } from '../../../db/database.ts'
import { AppError, malformed, refused } from '../../../errors.ts'
import { findCompanyIcps } from '../../reference/lookups/company-icp.ts'
import { requireDomain } from '../../workflows/subject.ts'
import type { Condition, SearchKind } from '../filter/condition.ts'
import { icpCondition, matchFilter } from '../icp/criteria-filters.ts'
import { storedCriteria } from '../icp/require-criteria.ts'
import { getIcp } from '../icp/stored-icp.ts'
import { wordsOf } from '../terms.ts'
import { getView } from './get-view.ts'
import { type Filter, readViewFilters } from './read-view-filters.ts'
import type { View } from './schema.ts'

/** Whose filters a list is asked to use: those of a saved view, or what is known of a prospect now. */
export type ViewAsked = { slug: string } | { target: string }

export interface ViewFilters {
  /** Null for a target. */
  view: View | null
  /** To be put beside what else is asked: `allOf(where, …)`. */
  where: Condition
}

/**
 * What a saved view (`slug`) or a prospect's domain (`target`) asks for, as a condition of searches of this kind; leads and
 * people are one. A value that nobody has any more finds nobody and is no error, so a view does not break.
 * For a target: who once worked at one of its known customers and fits its ICP, as far as they are known (companies: who is
 * one of its customers and fits). Throws 404 `view_not_found`, 400 `view_of_other_list` for a view of
 * companies where people are asked for or the other way round, 422 `target_unknown` when neither customers nor ICP are
 * known, `domain_invalid`.
 */
export async function filtersOfView(tx: Tx, kind: SearchKind, asked: ViewAsked): Promise<ViewFilters> {
  if ('target' in asked) return { view: null, where: conditionOf(kind, [await filterOfTarget(tx, kind, asked.target)]) }
  const view = await getView(tx, asked.slug)
  const read = await readViewFilters(tx, view.endpoint, view.filters, { strict: false })
  if ((read.kind === 'companies') !== (kind === 'companies')) {
    throw malformed('view_of_other_list', `The view ${view.slug} is for ${view.endpoint}: ask there`)
  }
  return { view, where: conditionOf(kind, read.filters) }
}

function conditionOf(kind: SearchKind, filters: readonly Filter[]): Condition {
  return icpCondition(kind === 'companies' ? 'companies' : 'people', { and: filters })
}

async function filterOfTarget(tx: Tx, kind: SearchKind, target: string): Promise<Filter> {
  const domain = requireDomain(target, 'target')
  const [known] = await findCompanyIcps(tx, [[domain]])
  const hasCustomers = (known?.customer_domains.length ?? 0) > 0
  const customers = hasCustomers ? { [kind === 'companies' ? 'customer_of' : 'worked_at_customer_of']: domain } : {}
  const stored = await filterOfIcp(tx, kind, domain)
  const icp = Object.keys(stored).length > 0 ? stored : filterOfParts(kind, known)
  if (!hasCustomers && Object.keys(icp).length === 0) {
    const message = `Neither customers nor an ICP of ${domain} are known: ingest them, or save a view of your own`
    throw refused('target_unknown', message)
  }
  return { and: [customers, icp] }
}

/** The ICP that somebody stored or generated, whole; empty where there is none, or one that asks for nothing. */
async function filterOfIcp(tx: Tx, kind: SearchKind, domain: string): Promise<Filter> {
  try {
    const { criteria } = storedCriteria(await getIcp(tx, domain, null))
    return matchFilter(kind === 'companies' ? 'companies' : 'people', criteria)
  } catch (error) {
    if (error instanceof AppError && error.code === 'icp_not_found') return {}
    throw error
  }
}

/** What is known of an ICP part by part. */
function filterOfParts(kind: SearchKind, icp: Awaited<ReturnType<typeof findCompanyIcps>>[number] | undefined): Filter {
  const ofCompanies = { industry: icp?.industries, employee_range: icp?.employee_ranges }
  const all =
    kind === 'companies'
      ? { ...ofCompanies, country: icp?.countries }
      : {
          ...ofCompanies,
          company_country: icp?.countries,
          title: icp?.job_titles,
          seniority: icp?.seniorities,
          job_function: icp?.job_functions,
        }
  return Object.fromEntries(
    Object.entries(all).flatMap(([field, values]) => {
      const usable = (values ?? []).filter(canBeAsked).slice(0, MOST_VALUES)
      return usable.length === 0 ? [] : [[field, usable] as const]
    }),
  )
}

/** Most values of one field in a filter. */
const MOST_VALUES = 1_000

/** An ICP may say anything; what a filter would refuse says nothing. */
function canBeAsked(text: string): boolean {
  return text.length <= 500 && wordsOf(text).length > 0
}
