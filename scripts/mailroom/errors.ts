import { ZodError } from "zod";
import { EnvError } from "@/env";
import { InvalidSecret } from "@/lib/inbound/signatures/keys";
import { UnknownScheme } from "@/lib/inbound/signatures/schemes";
import { InvalidSource } from "@/lib/inbound/signatures/source-key";

/** The command was asked for in a way that makes no sense. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** The command makes sense and cannot be done. */
export class Refused extends Error {
  override name = "Refused";
}

/** One line for people, and the exit code: 2 when the command line is wrong, 1 when the command failed. */
export function complaintOf(error: unknown): { line: string; exitCode: 1 | 2 } {
  if (error instanceof UsageError || isParseArgsError(error)) return { line: oneLine(error.message), exitCode: 2 };
  if (error instanceof ZodError) return { line: oneLine(wordsOf(error)), exitCode: 2 };
  // Their messages begin with what is wrong: `key: …`
  if (error instanceof InvalidSource || error instanceof InvalidSecret || error instanceof UnknownScheme)
    return { line: oneLine(`--${error.message}`), exitCode: 2 };
  if (error instanceof Refused || error instanceof EnvError) return { line: oneLine(error.message), exitCode: 1 };
  return { line: oneLine(rootOf(error)), exitCode: 1 };
}

function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

function wordsOf({ issues: [issue] }: ZodError): string {
  if (!issue) return "not valid";
  return issue.path.length > 0 ? `--${issue.path.join(".")}: ${issue.message}` : issue.message;
}

/** Drivers wrap what went wrong: the innermost cause is what a person can act on. */
function rootOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return rootOf(error.cause);
  return error.message || ("code" in error ? String(error.code) : error.name);
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").trim();
}
