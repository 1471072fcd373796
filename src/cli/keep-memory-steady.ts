import v8 from 'node:v8'

/**
 * For commands that read files of any size. Left alone, V8 lets the heap of 40 MB that such a command needs grow to 190,
 * and its young part to 96 beside it, before it collects: 410 MB resident while 200 MB of profiles go through. With
 * these two settings 250, for a tenth more processor time in this process.
 */
export function keepMemorySteady(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=1')
  v8.setFlagsFromString('--heap-growing-percent=100')
}
