import { OPERATOR_KEY, type TestApp } from './app.ts'

export interface Answered {
  status: number
  // What a test expects of an answer is what it says next.
  body: Record<string, unknown>
}

export interface HttpClient {
  url: string
  post(path: string, body: unknown, key?: string): Promise<Answered>
  get(path: string, key?: string): Promise<Answered>
}

/** Lets the app listen, and talks to it as somebody else would: through a socket. */
export async function listenTo({ app }: TestApp): Promise<HttpClient> {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  async function ask(path: string, init: RequestInit, key = OPERATOR_KEY): Promise<Answered> {
    const headers = { ...init.headers, authorization: `Bearer ${key}` }
    const response = await fetch(`${url}${path}`, { ...init, headers })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return {
    url,
    post: (path, body, key) =>
      ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }, key),
    get: (path, key) => ask(path, {}, key),
  }
}
