import { z } from "zod";

const cursor = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A place in the feed as a browser sends it back. Undefined when it is none: then live begins now. */
export function parseCursor(value: string | null): number | undefined {
  return value ? cursor.safeParse(value).data : undefined;
}
