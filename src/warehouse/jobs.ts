import type { Schedule, Task } from '../jobs/define-task.ts'
import { ingestSchedules, ingestTasks } from './ingest/jobs.ts'
import { provenanceSchedules, provenanceTasks } from './provenance/jobs.ts'

/** Every job of the warehouse: what the server and `galena work` do. */
export const warehouseTasks: Task[] = [...ingestTasks, ...provenanceTasks]

export const warehouseSchedules: Schedule[] = [...ingestSchedules, ...provenanceSchedules]
