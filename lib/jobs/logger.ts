import "server-only";
import { env } from "@/env";
import { openLog } from "@/lib/process/log";

/**
 * What Inngest's SDK says, a line each. It writes an error's whole stack for every step that fails; a mail nobody can read
 * is no fault of the program's, and its reason stands on the delivery.
 */
export const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (...words: unknown[]) => openLog(env().MAILROOM_LOG).info(line(words)),
  error: (...words: unknown[]) => openLog(env().MAILROOM_LOG).error(line(words)),
};

function line(words: unknown[]): string {
  const said = words.filter((word) => typeof word === "string");
  const errors = words.flatMap((word) => (word instanceof Error ? [word] : isRecord(word) ? Object.values(word) : []));
  const reasons = errors.filter((error) => error instanceof Error).map((error) => error.message);
  return ["jobs", ...said, ...reasons].join(": ");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
