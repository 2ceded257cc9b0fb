import "server-only";
import { NonRetriableError, StepError } from "inngest";
import { env } from "@/env";
import { openLog } from "@/lib/process/log";

/**
 * What Inngest's SDK says, a line each: of its own accord it writes an error's whole stack, for the step that failed and again for
 * its function. A mail that nobody can read is no fault of the program's, and its reason stands on the delivery.
 */
export const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (...words: unknown[]) => openLog(env().MAILROOM_LOG).info(line(words)),
  error: (...words: unknown[]) => {
    const errors = errorsIn(words);
    if (errors.some((error) => error instanceof StepError)) return;
    const { info, error } = openLog(env().MAILROOM_LOG);
    const [hopeless] = errors.filter((each) => each instanceof NonRetriableError);
    if (hopeless) info(`jobs: given up: ${hopeless.message}`);
    else error(line(words));
  },
};

function line(words: unknown[]): string {
  const said = words.filter((word) => typeof word === "string");
  return ["jobs", ...said, ...errorsIn(words).map(({ message }) => message)].join(": ");
}

/** Given alone, or in a record of what belongs to the line. */
function errorsIn(words: unknown[]): Error[] {
  return words.flatMap((word) => (isRecord(word) ? [word, ...Object.values(word)] : [])).filter((word) => word instanceof Error);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
