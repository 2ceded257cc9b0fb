import { DrizzleQueryError } from "drizzle-orm";

/** Of Node's sockets, and of postgres.js for a connection that ended under a query. */
const OF_THE_CONNECTION = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"],
  ...["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "CONNECTION_ENDED", "CONNECT_TIMEOUT"],
]);

/** Class 08, and of class 57 what a server says that stops, crashed or starts (PostgreSQL, Appendix A: Error Codes). */
const OF_THE_SERVER = /^08...$|^57P0[1-3]$/;

/** Whether a query failed because the database went away, so that nothing is known to be wrong with the query itself. */
export function isConnectionLost(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const { code } = cause as Error & { code?: unknown };
    if (typeof code === "string" && (OF_THE_CONNECTION.has(code) || OF_THE_SERVER.test(code))) return true;
  }
  return false;
}

/** What went wrong, without the statement and its values: these hold people's mail, and say nothing to a reader. */
export function reasonOf(error: unknown): string {
  if (error instanceof DrizzleQueryError) return `The database could not do it: ${reasonOf(error.cause)}`;
  return error instanceof Error ? error.message || error.name : String(error);
}
