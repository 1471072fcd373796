import { createServer } from 'node:http'
import pg from 'pg'
import { viewCount, viewPage, viewWhere } from './ask-view.ts'

/**
 * The reference's HTTP handler, run as a process of its own by `fork`: a filter in, one statement, its JSON text out, with
 * neither key nor schema nor log. Ends with the benchmark.
 */
const pool = new pg.Pool({ connectionString: process.argv[2] ?? '', max: 10 })

async function answer(request: string): Promise<string> {
  const { filter, sort, count } = JSON.parse(request)
  const params: unknown[] = []
  const where = viewWhere(filter, params)
  if (count) return JSON.stringify((await pool.query(viewCount(where), params)).rows[0])
  const { rows } = await pool.query({
    text: viewPage(where, sort),
    values: params,
    types: { getTypeParser: () => String },
  })
  return rows[0].body
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = await answer(Buffer.concat(chunks).toString()).catch((error: Error) => {
    response.statusCode = 500
    return error.message
  })
  response.setHeader('content-length', Buffer.byteLength(body))
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
})

process.on('SIGINT', () => {})
process.once('disconnect', () => process.exit())
