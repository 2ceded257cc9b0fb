import type { ByteRange } from "./blobs";

/** RFC 9110 §14.1.2, for a store that speaks HTTP. */
export function rangeHeader(range: ByteRange | undefined): Record<string, string> {
  return range ? { range: `bytes=${range.start}-${range.end ?? ""}` } : {};
}

/** Size of the whole blob: an answer to a range tells it apart from its own length. */
export function wholeSize(headers: Pick<Headers, "get">): number {
  const whole = /\/(\d+)$/.exec(headers.get("content-range") ?? "")?.[1] ?? headers.get("content-length");
  return Number(whole ?? 0);
}
