import { connect } from '../../src/db/database.ts'
import { applyTeachings } from '../../src/warehouse/reference/teach/apply-teachings.ts'

// A process of its own that applies what was taught, to be killed while it does.
const db = connect(process.argv[2] ?? '', { connections: 2 })
await applyTeachings(db)
await db.close()
