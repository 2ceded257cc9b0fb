/** Where the engine says what it does. */
export interface Log {
  info(message: string): void;
  error(message: string): void;
}

/** One line about an error, without its stack. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
