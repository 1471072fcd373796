/**
 * Lets callers who ask in one turn of the event loop share one question. `ask` answers in the order of its keys; when it
 * rejects, everybody who shared the question is told. Nothing is remembered: what was taught a moment ago is seen by the
 * next question.
 */
export function coalesce<Key, Value>(ask: (keys: Key[]) => Promise<readonly Value[]>): (key: Key) => Promise<Value> {
  let waiting: Waiting<Key, Value>[] = []

  async function leave(): Promise<void> {
    const asked = waiting
    waiting = []
    try {
      const values = await ask(asked.map(({ key }) => key))
      if (values.length !== asked.length) throw new Error(`${values.length} answers to ${asked.length} keys`)
      // The lengths are equal.
      for (const [i, { resolve }] of asked.entries()) resolve(values[i] as Value)
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(leave)
      waiting.push({ key, resolve, reject })
    })
}

interface Waiting<Key, Value> {
  key: Key
  resolve: (value: Value) => void
  reject: (error: unknown) => void
}
