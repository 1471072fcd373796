import { InvalidArgumentError } from 'commander'

/** Reads one `--map "Header=field"` and adds it to those before it. */
export function addMapping(text: string, map?: ReadonlyMap<string, string>): Map<string, string> {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new InvalidArgumentError('It must be "Header=field".')
  return new Map(map).set(text.slice(0, at), text.slice(at + 1).trim())
}
