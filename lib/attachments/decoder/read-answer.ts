import { z } from "zod";
import { type DecoderAnswer, Undecodable } from "./protocol";

/** Far more than two pictures or the text of a file. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

const size = z.int().min(0);
const use = z.object({ cpuMs: z.number(), memoryBytes: z.number() });
const count = z.number().exactOptional();
const facts = z.object({ width: count, height: count, pages: count, truncated: z.boolean().exactOptional() });
const answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), facts, parts: z.array(size), used: use }),
  z.object({ ok: z.literal(false), reason: z.string(), used: use }),
]);

/**
 * The line a decoder wrote. Files of strangers were opened where it comes from: it is believed no more than they are. Throws
 * `Undecodable` when it is none, or promises more bytes than can be kept.
 */
export function readAnswer(line: string): DecoderAnswer {
  const read = answer.safeParse(parseJson(line));
  if (!read.success) throw new Undecodable("It cannot be read: what opened it gave no sensible answer.");
  if (read.data.ok && read.data.parts.reduce((sum, length) => sum + length, 0) > MAX_OUTPUT_BYTES)
    throw new Undecodable("It turns into more than can be kept.");
  return read.data;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
