/** Settings of the embedded server. `given` wins over the defaults, not over what keeps the server to ourselves. */
export function serverSettings(given: Record<string, string> = {}): Record<string, string> {
  return {
    shared_buffers: '256MB',
    // Rare checkpoints: each is followed by full-page images, which on random keys are most of the WAL.
    max_wal_size: '4GB',
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
