import { refused } from '../../errors.ts'

/** Signals that are described in the catalogue, and that nothing here takes in. */
const catalogueOnly = ['clay-web-intent', 'clay-linkedin-brand-mention']

/**
 * First-generation signals name their signal in the body. Absent, null or blank means the route's own. Another one is
 * refused: 422 `signal_inactive` for signals that exist in the catalogue only, else 422 `signal_unknown`.
 */
export function requireSignal(sent: unknown, own: string, alias: string): void {
  if (sent === undefined || sent === null || sent === '' || sent === own || sent === alias) return
  const named = JSON.stringify(String(sent).slice(0, 80))
  const errors = [{ pointer: '/signal_slug', code: 'signal', message: `must be ${own}` }]
  if (typeof sent === 'string' && catalogueOnly.includes(sent)) {
    throw refused('signal_inactive', `The signal ${named} is not taken in; this route takes ${own}`, { errors })
  }
  throw refused('signal_unknown', `This route takes the signal ${own}, not ${named}`, { errors })
}
