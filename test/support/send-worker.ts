import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../src/db/database.ts'
import { openOutbound } from '../../src/outbound/open-outbound.ts'
import { sendDue } from '../../src/warehouse/sending/send-due.ts'

// A process that sends until it is killed: the database and the one receiver that may be called are its arguments.
const [, , url = '', host = ''] = process.argv
const db = connect(url, { connections: 5 })
for (;;) {
  await sendDue({ db, outbound: openOutbound({ allow: [host] }), budgetMs: 60_000 })
  await sleep(50)
}
