import type { Schedule, Task } from '../jobs/define-task.ts'
import { exportSchedules, exportTasks } from './ask/exports/jobs.ts'
import { searchSchedules, searchTasks } from './ask/search-index/jobs.ts'
import { signalSchedules, signalTasks } from './ask/signals/jobs.ts'
import { identitySchedules, identityTasks } from './identity/decisions/jobs.ts'
import { ingestSchedules, ingestTasks } from './ingest/jobs.ts'
import { provenanceSchedules, provenanceTasks } from './provenance/jobs.ts'
import { backfillSchedules, backfillTasks } from './reference/backfills/jobs.ts'
import { nameSchedules, nameTasks } from './reference/names/jobs.ts'
import { teachingSchedules, teachingTasks } from './reference/teach/jobs.ts'

/** Every job of the warehouse: what the server and `galena work` do. */
export const warehouseTasks: Task[] = [
  ...ingestTasks,
  ...identityTasks,
  ...provenanceTasks,
  ...teachingTasks,
  ...nameTasks,
  ...backfillTasks,
  ...exportTasks,
  ...searchTasks,
  ...signalTasks,
]

export const warehouseSchedules: Schedule[] = [
  ...ingestSchedules,
  ...identitySchedules,
  ...provenanceSchedules,
  ...teachingSchedules,
  ...nameSchedules,
  ...backfillSchedules,
  ...exportSchedules,
  ...searchSchedules,
  ...signalSchedules,
]
