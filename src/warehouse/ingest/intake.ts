import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import type { Workflow } from '../workflows/define.ts'
import type { Catalog, Registered } from '../workflows/registry.ts'
import type { HeldBytes } from './collect-body.ts'
import { openQuarantine, type Quarantine } from './quarantine/quarantine.ts'
import type { Ingest } from './submission.ts'

/** What every way in over HTTP shares. */
export interface Intake {
  db: Database
  catalog: Catalog
  ingest: Ingest
  quarantine: Quarantine
  held: HeldBytes
  /** Streams stop reading when this aborts: the process is going to stop. */
  stopping: AbortSignal
  observer: IntakeObserver
  /** Reads the registry again, at most once a second: another process may have registered what is asked for. */
  refreshCatalog(): Promise<void>
}

export interface IntakeObserver {
  /** A payload was refused before it reached the engine. */
  refused(slug: string, code: string): void
  /** Something failed that is nobody's payload's fault; the sender was told no more than that. */
  fault(error: unknown): void
}

const REFRESH_MS = 1_000

export function openIntake(values: Pick<Intake, 'db' | 'catalog' | 'ingest' | 'stopping' | 'observer'>): Intake {
  let refreshed = Promise.resolve()
  let until = 0
  function refreshCatalog(): Promise<void> {
    if (performance.now() > until) {
      until = performance.now() + REFRESH_MS
      refreshed = values.catalog.refresh()
    }
    return refreshed
  }
  return { ...values, quarantine: openQuarantine(values.db), held: { now: 0 }, refreshCatalog }
}

/** Where a body was sent: a workflow's own route, or a slug in the path. */
export type Target = { workflow: Workflow; slug?: undefined } | { slug: string; workflow?: undefined }

/**
 * The workflow and registration of one body. A `workflow_slug` in it chooses among the registrations of the workflow
 * that the path names. Undefined for a slug in the path that nobody registered.
 */
export function chooseRegistration(catalog: Catalog, target: Target, value: unknown): Registered | undefined {
  const named = typeof value === 'object' && value !== null ? Reflect.get(value, 'workflow_slug') : undefined
  const slug = typeof named === 'string' ? named : undefined
  if (target.workflow !== undefined) return catalog.forRoute(target.workflow, slug)
  const found = catalog.find(target.slug)
  if (found === undefined || slug === undefined || slug === '' || slug === found.registration.slug) return found
  return catalog.forRoute(found.workflow, slug)
}

/** The same, with a second look at the registry before a slug counts as unknown. */
export async function findRegistration(
  intake: Intake,
  target: Target,
  value: unknown,
): Promise<Registered | undefined> {
  try {
    const found = chooseRegistration(intake.catalog, target, value)
    if (found !== undefined) return found
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'workflow_not_found') throw error
  }
  await intake.refreshCatalog()
  return chooseRegistration(intake.catalog, target, value)
}

/** For logs and metrics: only slugs that exist, so that a sender cannot make labels. */
export function knownSlug(catalog: Catalog, target: Target): string {
  if (target.workflow !== undefined) return target.workflow.slug
  return catalog.find(target.slug) === undefined ? 'unknown' : target.slug
}
