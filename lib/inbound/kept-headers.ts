import type { ReadHeader } from "./signatures/verdict";

/**
 * Request headers that may say something about the mail or help to trace it at the sender. Hardly any scheme signs
 * them, so nothing is ever decided by them that the body could decide.
 */
const KEPT = [
  "user-agent",
  "x-event-id",
  "x-event-type",
  "x-webhook-id",
  "x-webhook-event",
  "x-schema-version",
  "x-envelope-from",
  "x-envelope-to",
  "x-amz-sns-message-type",
  "webhook-id",
  "svix-id",
];
const MAX_VALUE_CHARS = 1_000;

export function keptHeaders(header: ReadHeader): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT) {
    const value = header(name);
    if (value) kept[name] = storable(value.slice(0, MAX_VALUE_CHARS));
  }
  return kept;
}

/** Postgres takes neither NUL nor half a surrogate pair. */
function storable(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : value.replace(/\p{Cc}/gu, " ").toWellFormed();
}
