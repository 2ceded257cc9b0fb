/** Server settings by name, as in postgresql.conf. */
export type Settings = Record<string, string>;

/** For one machine that also runs the app. Memory named here is reserved, not used, until data fills it. */
export const SETTINGS: Settings = {
  listen_addresses: "127.0.0.1",
  // A socket's path is limited to 107 bytes, which a deep checkout exceeds.
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  maintenance_work_mem: "128MB",
  work_mem: "16MB",
  random_page_cost: "1.1",
  // Bursts of mail are log-bound: a small log would force a checkpoint every few seconds.
  max_wal_size: "2GB",
  // Compiling a plan costs more than any of our queries.
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
  log_checkpoints: "off",
  log_line_prefix: "%m [%p] ",
};

/** For data that nobody will miss: a database of a test run. */
export const THROWAWAY: Settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", shared_buffers: "64MB" };

export function asArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
