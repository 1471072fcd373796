import { statfsSync } from 'node:fs'
import { totalmem } from 'node:os'

const MIB = 1024 * 1024

/**
 * A sixth of the memory that this machine or container has, between 128 MB and 4 GB. At a million profiles the indexes that
 * every profile writes to take 2.5 GB; ones that do not fit are read and written from and to the system all the time: with
 * 256 MB ingest ran at two thirds of its rate there.
 */
export function sharedBuffers(memory: number = Math.min(totalmem(), process.constrainedMemory() || Infinity)): string {
  return `${between(128, memory / MIB / 6, 4096)}MB`
}

/**
 * An eighth of the disk that is free, between 1 GB and 8 GB. Each checkpoint is followed by full-page images, which on random keys
 * are most of the WAL (11 per profile with 4 GB, 4 with 8): the more WAL there may be, the less of it is written.
 */
export function maxWalSize(freeBytes: number): string {
  return `${between(1024, freeBytes / MIB / 8, 8192)}MB`
}

function between(least: number, wanted: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, wanted)))
}

/**
 * Settings of the embedded server whose data lie in this folder. `given` wins over the defaults, not over what keeps the
 * server to ourselves.
 */
export function serverSettings(folder: string, given: Record<string, string> = {}): Record<string, string> {
  const { bavail, bsize } = statfsSync(folder)
  return {
    shared_buffers: sharedBuffers(),
    max_wal_size: maxWalSize(bavail * bsize),
    checkpoint_timeout: '30min',
    synchronous_commit: 'on',
    max_connections: '100',
    // The log is for what happens to the server. Statements and their values stay out: they are people's data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    log_statement: 'none',
    ...given,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    logging_collector: 'off',
  }
}
