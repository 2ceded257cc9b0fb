import { decodeText } from "@/lib/mail/charset";

/** One thing the `mail` command does, with the code that the product runs. */
export interface Verb {
  about: string;
  /** The whole of standard input, without `--stream`. */
  run(input: Uint8Array, argv: string[]): Promise<unknown>;
  /** One line, with `--stream`: one case. Without this, `run` gets the line's bytes. */
  runLine?(line: string, argv: string[]): Promise<unknown>;
}

/** Input that cannot be worked with. The message is a sentence for whoever wrote it. */
export class BadInput extends Error {
  override name = "BadInput";
}

/** Text as mail is: the charset is found out, never refused. */
export function textOf(input: Uint8Array): string {
  return decodeText(input, null);
}

/** Reads JSON, or says what is wrong with it. */
export function readJson(input: Uint8Array | string): unknown {
  const text = typeof input === "string" ? input : new TextDecoder().decode(input);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new BadInput(`The input is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The things that are there: one, a list with or without gaps, or none. */
export function listOf<T>(given: T | (T | null)[] | null | undefined): T[] {
  const list = Array.isArray(given) ? given : [given];
  return list.filter((one): one is T => one !== null && one !== undefined);
}
