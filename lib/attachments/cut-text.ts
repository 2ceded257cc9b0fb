/** Continuation bytes of a UTF-8 character at most. */
const MAX_CONTINUATIONS = 3;

/**
 * The beginning of a text, at most `max` bytes, not ended within a UTF-8 character: half of one makes the whole look like another charset.
 */
export function cutText(bytes: Uint8Array, max: number): Uint8Array {
  if (bytes.length <= max) return bytes;
  let end = max;
  while (end > max - MAX_CONTINUATIONS && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
